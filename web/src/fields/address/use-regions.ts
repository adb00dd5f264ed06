import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";

/** Six-digit code, Chinese name ("" for a city that only gathers districts), the name in Latin letters. */
export type Place = { code: string; name: string; latin: string };
export type Regions = {
  byCode: Map<string, Place>;
  provinces: Place[];
  /** Cities of a province, and places in it that have no city of their own. */
  below: (province: string) => Place[];
  districts: (city: string) => Place[];
  find: (typed: string) => Place[];
  /** "广东省 深圳市 南山区": the names from the province down. */
  path: (code: string) => Place[];
};
type Answer = { places: [string, string, string][] };

const isProvince = (code: string) => code.endsWith("0000");
const isCity = (code: string) => code.endsWith("00") && !isProvince(code);
const shown = 40;

export function readRegions({ places }: Answer): Regions {
  const all = places.map(([code, name, latin]) => ({ code, name, latin }));
  const byCode = new Map(all.map((place) => [place.code, place]));
  const provinceOf = (code: string) => byCode.get(`${code.slice(0, 2)}0000`);
  /** 北京市 of 北京市, or nameless: a code that only gathers districts. */
  const isHeading = (place: Place) =>
    isCity(place.code) && (place.name === "" || place.name === provinceOf(place.code)?.name);
  const districts = (city: string) =>
    all.filter(({ code }) => code.startsWith(city.slice(0, 4)) && !code.endsWith("00"));
  const path = (code: string) =>
    [provinceOf(code), byCode.get(`${code.slice(0, 4)}00`), byCode.get(code)].filter(
      (place, at, found): place is Place =>
        place !== undefined && !isHeading(place) && found.indexOf(place) === at,
    );
  const below = (province: string) =>
    all
      .filter(({ code }) => isCity(code) && code.startsWith(province.slice(0, 2)))
      .flatMap((place) => (isHeading(place) ? districts(place.code) : [place]));
  const find = (typed: string) => {
    const wanted = typed.trim().toLowerCase().replace(/[\s']/g, "");
    if (wanted === "") return [];
    const fits = ({ name, latin }: Place) =>
      name.includes(wanted) || latin.toLowerCase().replace(/[\s']/g, "").startsWith(wanted);
    return all.filter((place) => place.name !== "" && !isHeading(place) && fits(place)).slice(0, shown);
  };
  return { byCode, provinces: all.filter(({ code }) => isProvince(code)), below, districts, find, path };
}

/** The regions of China: asked for with the first address that is edited, kept by the browser for a day. */
export function useRegions(wanted: boolean): Regions | undefined {
  return useQuery({
    queryKey: ["regions"],
    queryFn: ({ signal }) => call<Answer>("GET", "/regions", { signal }).then(readRegions),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
}
