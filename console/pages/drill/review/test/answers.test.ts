import { expect, test } from 'vitest';
import { chosen, isAnswered } from './answers.ts';

test('one choice replaces the other', () => {
  expect(chosen('single', [2], 0)).toEqual([0]);
});

test('ticks come and go, in the order shown', () => {
  expect(chosen('multiple', [2], 0)).toEqual([0, 2]);
  expect(chosen('multiple', [0, 2], 2)).toEqual([0]);
});

test('an order grows by what is chosen next and loses what is taken back', () => {
  expect(chosen('order', [2], 0)).toEqual([2, 0]);
  expect(chosen('order', [2, 0, 1], 0)).toEqual([2, 1]);
});

test('nothing chosen and nothing written is no answer', () => {
  expect([undefined, [], '', [0], 'x'].map(isAnswered)).toEqual([false, false, false, true, true]);
});
