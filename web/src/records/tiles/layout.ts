/** Columns and rows of the tiles. */
export const columns = 9;
export const rows = 8;

/** Where the tile of a province-level unit lies: [row, column], and its usual two letters. Our own layout. */
export const units: Record<string, readonly [row: number, column: number, letters: string]> = {
  "230000": [0, 8, "HL"],
  "150000": [1, 5, "NM"],
  "210000": [1, 7, "LN"],
  "220000": [1, 8, "JL"],
  "650000": [2, 0, "XJ"],
  "620000": [2, 2, "GS"],
  "640000": [2, 3, "NX"],
  "140000": [2, 4, "SX"],
  "130000": [2, 5, "HE"],
  "110000": [2, 6, "BJ"],
  "120000": [2, 7, "TJ"],
  "630000": [3, 1, "QH"],
  "610000": [3, 3, "SN"],
  "410000": [3, 4, "HA"],
  "370000": [3, 5, "SD"],
  "540000": [4, 0, "XZ"],
  "510000": [4, 2, "SC"],
  "500000": [4, 3, "CQ"],
  "420000": [4, 4, "HB"],
  "340000": [4, 5, "AH"],
  "320000": [4, 6, "JS"],
  "310000": [4, 7, "SH"],
  "530000": [5, 2, "YN"],
  "520000": [5, 3, "GZ"],
  "430000": [5, 4, "HN"],
  "360000": [5, 5, "JX"],
  "330000": [5, 6, "ZJ"],
  "450000": [6, 3, "GX"],
  "440000": [6, 4, "GD"],
  "350000": [6, 5, "FJ"],
  "710000": [6, 6, "TW"],
  "460000": [7, 3, "HI"],
  "820000": [7, 4, "MO"],
  "810000": [7, 5, "HK"],
};
/** Tiles that are no place of the country. */
export const abroadAt = [7, 7] as const;
export const unknownAt = [7, 8] as const;

export type Spot = { key: string; row: number; column: number };
export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
const across = 3;

/** The nearest tile in a direction, one straight ahead before one aside; undefined at the edge. */
export function nextTo(spots: Spot[], from: Spot, arrow: Arrow): Spot | undefined {
  const upright = arrow === "ArrowUp" || arrow === "ArrowDown";
  const sign = arrow === "ArrowDown" || arrow === "ArrowRight" ? 1 : -1;
  const ahead = (spot: Spot) => sign * (upright ? spot.row - from.row : spot.column - from.column);
  const aside = (spot: Spot) => Math.abs(upright ? spot.column - from.column : spot.row - from.row);
  const far = (spot: Spot) => ahead(spot) + across * aside(spot);
  const fits = spots.filter((spot) => ahead(spot) > 0 && (upright || aside(spot) === 0));
  return fits.sort((one, other) => far(one) - far(other))[0];
}

const steps = 5;

/** Where the shades begin: up to five values, each with about as many tiles. Tiles with nothing have none. */
export function shadesOf(values: number[]): number[] {
  const some = values.filter((value) => value > 0).sort((one, other) => one - other);
  const count = Math.min(steps, some.length);
  const starts = Array.from({ length: count }, (_, at) => some[Math.floor((at * some.length) / count)] ?? 0);
  return [...new Set(starts)];
}

/** Which of the shades a value has, from 1; 0 for none. */
export const shadeOf = (value: number, starts: number[]): number =>
  value > 0 ? starts.filter((start) => value >= start).length : 0;
