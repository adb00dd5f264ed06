export type Point = { latitude: number; longitude: number };

// China's published offset of its maps (GCJ-02) against WGS-84, on the Krassovsky ellipsoid.
const axis = 6378245;
const eccentricity = 0.006693421622965943;
const { PI, abs, cos, sin, sqrt } = Math;

const waves = (value: number, ...parts: [number, number][]): number =>
  parts.reduce((sum, [height, length]) => sum + height * sin((value / length) * PI), 0);
const common = (x: number): number => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;

function north(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  return plain + common(x) + (waves(y, [20, 1], [40, 3]) * 2) / 3 + (waves(y, [160, 12], [320, 30]) * 2) / 3;
}

function east(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  return plain + common(x) + (waves(x, [20, 1], [40, 3]) * 2) / 3 + (waves(x, [150, 12], [300, 30]) * 2) / 3;
}

const inChina = ({ latitude, longitude }: Point): boolean =>
  longitude > 73.66 && longitude < 135.05 && latitude > 3.86 && latitude < 53.55;

/** Where Chinese maps draw a place; places elsewhere stay where they are. */
export function toGcj02(point: Point): Point {
  if (!inChina(point)) return point;
  const [x, y] = [point.longitude - 105, point.latitude - 35];
  const angle = (point.latitude / 180) * PI;
  const magic = 1 - eccentricity * sin(angle) ** 2;
  const rise = (north(x, y) * 180) / (((axis * (1 - eccentricity)) / (magic * sqrt(magic))) * PI);
  const run = (east(x, y) * 180) / ((axis / sqrt(magic)) * cos(angle) * PI);
  return { latitude: point.latitude + rise, longitude: point.longitude + run };
}

/** A page that shows a place: on a Chinese map in China, elsewhere on OpenStreetMap. */
export function mapLink(point: Point, name: string): string {
  if (!inChina(point)) {
    const { latitude, longitude } = point;
    return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  }
  const { latitude, longitude } = toGcj02(point);
  const marker = new URLSearchParams({ position: `${longitude.toFixed(6)},${latitude.toFixed(6)}`, name });
  return `https://uri.amap.com/marker?${marker}`;
}

/** Starts the way to a place: a Chinese map in China, elsewhere whatever app a phone has for it. */
export function wayLink(point: Point, name: string): string {
  const { latitude, longitude } = point;
  if (!inChina(point))
    return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(name)})`;
  const there = toGcj02(point);
  const to = `${there.longitude.toFixed(6)},${there.latitude.toFixed(6)},${name.replaceAll(",", " ")}`;
  return `https://uri.amap.com/navigation?${new URLSearchParams({ to, mode: "car" })}`;
}
