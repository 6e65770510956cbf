import type { Field } from './field';
import { externalId, ownId } from './identity';

export const products: readonly Field[] = [
  ownId,
  externalId('External ID', ['product id', 'product code', 'sku', 'item number', 'item id', 'artikelnummer', 'produktnummer', 'reference produit', 'codigo de producto'], 'GTX-PRO'),
  { name: 'name', label: 'Name', type: 'text', required: true, identifies: true, max: 200, example: 'GTX Pro', synonyms: ['name', 'product', 'product name', 'item', 'item name', 'article', 'title', 'produkt', 'produktname', 'artikel', 'bezeichnung', 'produit', 'nom', 'nom du produit', 'producto', 'nombre', 'nombre del producto'] },
  { name: 'family', label: 'Family', type: 'text', max: 120, example: 'GTX', synonyms: ['family', 'product family', 'series', 'product series', 'product line', 'category', 'product category', 'group', 'product group', 'type', 'produktfamilie', 'produktgruppe', 'warengruppe', 'serie', 'kategorie', 'famille', 'gamme', 'categorie', 'familia', 'categoria', 'linea'] },
  { name: 'listPrice', label: 'List price', type: 'money', min: 0, example: '4821', synonyms: ['list price', 'price', 'unit price', 'sales price', 'standard price', 'retail price', 'msrp', 'rrp', 'preis', 'listenpreis', 'verkaufspreis', 'stuckpreis', 'prix', 'prix unitaire', 'prix catalogue', 'precio', 'precio de lista', 'precio unitario'] },
  { name: 'currency', label: 'Currency', type: 'text', max: 3, example: 'EUR', synonyms: ['currency', 'currency code', 'currency iso code', 'wahrung', 'devise', 'monnaie', 'moneda', 'divisa'] },
];
