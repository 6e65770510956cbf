/** Why the learner of tables says what it says of a row: each column's share of the log-odds, against what training was like on average. */
import { applyBins } from './bins';
import { columnLogOdds } from './linear-design';
import { takeRows, type Table } from './table';
import type { TabularModel } from './tabular';
import { treeExplainer } from './tree-shap';

export type Attribution = {
  /** Log-odds where nothing is known of the row. */
  base: number;
  /** In log-odds, one a column of the table; with `base` they add up to `tabularLogOdds` of the row (before any isotonic calibration). */
  contributions: Float64Array;
};

/** For many rows of one model: what does not depend on the row is done once. */
export function tabularExplainer({ blend, linear, bins, boosted }: TabularModel): (table: Table, row: number) => Attribution {
  const trees = blend.trees === 0 ? null : treeExplainer(boosted.trees);
  const means = linear.means.reduce((sum, mean) => sum + mean, 0);
  const base = blend.intercept + blend.linear * (linear.intercept + means) + blend.trees * (boosted.base + (trees?.expected ?? 0));
  return (table, row) => {
    const one = takeRows(table, [row]), contributions = new Float64Array(bins.length);
    if (trees) trees.explain(applyBins(bins, one).bins, 0, contributions);
    const line = new Float64Array(1);
    linear.design.parts.forEach((part, c) => {
      line[0] = 0;
      columnLogOdds(part, linear.coefficients, one.columns[c]!, line);
      contributions[c] = blend.trees * contributions[c]! + blend.linear * (line[0] - linear.means[c]!);
    });
    return { base, contributions };
  };
}

/** The linear part exactly, trees by TreeSHAP, both by their weight in the blend; a text is one column. */
export const attributeTabular = (model: TabularModel, table: Table, row: number): Attribution => tabularExplainer(model)(table, row);
