import { beforeEach, expect, it, vi } from 'vitest';
import { dismissToast, showToast, toastStore } from './toast-queue';

const messages = () => toastStore.read().map(({ message }) => message);

beforeEach(() => {
  for (const { id } of toastStore.read()) dismissToast(id);
});

it('keeps the last three, in the order they came', () => {
  for (const message of ['a', 'b', 'c', 'd']) showToast(message);
  expect(messages()).toEqual(['b', 'c', 'd']);
});

it('takes away the one that was dismissed, and only that', () => {
  showToast('same');
  showToast('same');
  const [first] = toastStore.read();
  dismissToast(first?.id ?? -1);
  expect(messages()).toEqual(['same']);
});

it('tells who listens, until they stop', () => {
  const listener = vi.fn();
  const stop = toastStore.subscribe(listener);
  showToast('heard');
  stop();
  showToast('unheard');
  expect(listener).toHaveBeenCalledTimes(1);
});
