// How far a world is, on one line: share, lines, lines a second, time left.
import type { Language } from './words.ts';

export interface LoadSeen {
  /** Milliseconds. */
  at: number;
  lines: number;
  /** 0 to 1. */
  progress: number;
}

/** `first` is when lines were first seen: rates count from there. */
export function progressLine(first: LoadSeen, now: LoadSeen, language: Language): string {
  const seconds = (now.at - first.at) / 1000;
  const percent = `${String(Math.floor(100 * now.progress)).padStart(3)} %`;
  const lines = now.lines.toLocaleString('en');
  const total = language === 'ja' ? `${lines} 行` : `${lines} lines`;
  if (now.progress >= 1) return `${percent}  ${total}`;
  if (seconds < 2 || now.progress <= first.progress)
    return `${percent}  ${total}  ${language === 'ja' ? '見積り中' : 'estimating'}`;
  const rate = Math.round((now.lines - first.lines) / seconds).toLocaleString('en');
  const left = Math.ceil((seconds * (1 - now.progress)) / (now.progress - first.progress));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return language === 'ja'
    ? `${percent}  ${total}  毎秒 ${rate} 行  残り ${time}`
    : `${percent}  ${total}  ${rate} lines/s  ${time} left`;
}
