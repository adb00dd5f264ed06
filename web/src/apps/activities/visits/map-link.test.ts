import { expect, test } from "vitest";
import { mapLink, toGcj02, wayLink } from "./map-link";

test.each([
  [31.1774276, 121.5272106, 31.17530398364597, 121.531541859215],
  [22.543847, 113.912316, 22.540796131694766, 113.9171764808363],
  [39.911954, 116.377817, 39.91334545536069, 116.38404722455657],
])("known places lie where Chinese maps have them: %d, %d", (latitude, longitude, up, right) => {
  const found = toGcj02({ latitude, longitude });
  expect(found.latitude).toBeCloseTo(up, 6);
  expect(found.longitude).toBeCloseTo(right, 6);
});

test("places elsewhere stay where they are", () => {
  const berlin = { latitude: 52.52, longitude: 13.405 };
  expect(toGcj02(berlin)).toEqual(berlin);
  expect(mapLink(berlin, "x")).toContain("openstreetmap.org/?mlat=52.52&mlon=13.405");
  expect(mapLink({ latitude: 39.911954, longitude: 116.377817 }, "华为 & 技术")).toContain(
    "position=116.384047%2C39.913345&name=%E5%8D%8E",
  );
});

test("the way begins in a map of China there, elsewhere in what the phone has", () => {
  expect(wayLink({ latitude: 52.52, longitude: 13.405 }, "A (B)")).toBe(
    "geo:52.52,13.405?q=52.52,13.405(A%20(B))",
  );
  expect(wayLink({ latitude: 39.911954, longitude: 116.377817 }, "华为, 坂田")).toContain(
    "navigation?to=116.384047%2C39.913345%2C%E5%8D%8E",
  );
});
