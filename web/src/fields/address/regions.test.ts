import { expect, test } from "vitest";
import { readRegions } from "./use-regions";

const regions = readRegions({
  places: [
    ["110000", "北京市", "Beijing"],
    ["110100", "北京市", "Beijing"],
    ["110101", "东城区", "Dongcheng"],
    ["420000", "湖北省", "Hubei"],
    ["420100", "武汉市", "Wuhan"],
    ["420102", "江岸区", "Jiang'an"],
    ["429000", "", ""],
    ["429004", "仙桃市", "Xiantao"],
  ],
});
const codes = (places: { code: string }[]) => places.map(({ code }) => code);

test("a province leads to its cities, and straight to places that have no city", () => {
  expect(codes(regions.provinces)).toEqual(["110000", "420000"]);
  expect(codes(regions.below("110000"))).toEqual(["110101"]);
  expect(codes(regions.below("420000"))).toEqual(["420100", "429004"]);
  expect(codes(regions.districts("420100"))).toEqual(["420102"]);
});

test("the way to a place leaves out what only gathers", () => {
  expect(codes(regions.path("420102"))).toEqual(["420000", "420100", "420102"]);
  expect(codes(regions.path("110101"))).toEqual(["110000", "110101"]);
  expect(codes(regions.path("429004"))).toEqual(["420000", "429004"]);
  expect(codes(regions.path("420000"))).toEqual(["420000"]);
});

test("places are found by their name and by its reading", () => {
  expect(codes(regions.find("仙桃"))).toEqual(["429004"]);
  expect(codes(regions.find("jiangan"))).toEqual(["420102"]);
  expect(codes(regions.find("beijing"))).toEqual(["110000"]);
  expect(codes(regions.find(" "))).toEqual([]);
});
