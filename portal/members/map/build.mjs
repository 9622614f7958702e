// Draws the map of Europe from Natural Earth's countries: `make vendor-map` (needs npm).
//
// node build.mjs FRAME COUNTRIES TEMPLATE POINTS
//   FRAME      frame.json: the centre of the projection in degrees, its scale and place, the size of the picture
//   COUNTRIES  file with a list of ISO 3166-1 codes, alpha-2 and numeric: whose land is told apart
//   TEMPLATE   written: one path a country, then one for all other land
//   POINTS     written: some places and where this projection puts them, for the test of projection.py
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoAzimuthalEqualArea, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

const SMALLEST_TRIANGLE = 8e-7; // in steradians, 32 square kilometres: a corner that changes less is left out
const SMALLEST_ISLAND = 6e-6; // 240 square kilometres
const PLACES = {
  Copenhagen: [12.5683, 55.6761],
  Helsinki: [24.9384, 60.1699],
  Lisbon: [-9.1393, 38.7223],
  Malmö: [13.0038, 55.605],
  Oslo: [10.7522, 59.9139],
  Reykjavík: [-21.9426, 64.1466],
  Tbilisi: [44.8271, 41.7151],
  Valletta: [14.5146, 35.8989],
};

const [frameFile, countriesFile, templateFile, pointsFile] = process.argv.slice(2);
const frame = JSON.parse(readFileSync(frameFile));
const countries = JSON.parse(readFileSync(countriesFile)); // {"SE": "752", …}
const world = createRequire(import.meta.url)("world-atlas/countries-50m.json");

const projection = geoAzimuthalEqualArea()
  .rotate([-frame.longitude, -frame.latitude])
  .scale(frame.scale)
  .translate([frame.x, frame.y])
  .precision(0)
  .clipExtent([[0, 0], [frame.width, frame.height]]);

const simple = simplify(presimplify(world, sphericalTriangleArea), SMALLEST_TRIANGLE);
const large = filter(simple, filterWeight(simple, SMALLEST_ISLAND, sphericalRingArea));
// A country that is smaller than the smallest island keeps its full shape.
const whole = new Map(feature(world, world.objects.countries).features.map((each) => [each.id, each]));
const drawn = new Map(feature(large, large.objects.countries).features.map((each) => [each.id, each]));
const shape = (id) => (drawn.get(id)?.geometry?.coordinates?.length ? drawn.get(id) : whole.get(id));

const named = Object.entries(countries).map(([code, id]) => {
  const outline = shorter(geoPath(projection)(shape(id)));
  if (!outline) throw new Error(`${code} (${id}) has no land in the frame`);
  return `<path data-country="${code}" d="${outline}"/>`;
});
const ids = new Set(Object.values(countries));
const others = feature(large, large.objects.countries).features.filter((each) => !ids.has(each.id));
const rest = shorter(others.map((each) => geoPath(projection)(each) ?? "").join(""));

const note = "{# templates/members/map/europe.html | no parameters | made by: make vendor-map (do not edit here) #}";
writeFileSync(templateFile, [note, ...named, `<path d="${rest}"/>`, ""].join("\n"));
const points = Object.entries(PLACES).map(([name, place]) => [name, ...place, ...projection(place)]);
writeFileSync(pointsFile, JSON.stringify(points, null, 1) + "\n");

/** A path of whole numbers, each point relative to the one before; rings that shrink to a line are left out. */
function shorter(path) {
  const rings = (path ?? "").split("M").slice(1).map((ring) =>
    ring.replace("Z", "").split("L").map((point) => point.split(",").map(Number).map(Math.round)),
  );
  return rings.map(relative).join("");
}

function relative(ring) {
  const steps = [];
  let [x, y] = ring[0];
  for (const [nextX, nextY] of ring.slice(1)) {
    if (nextX === x && nextY === y) continue;
    steps.push(`${nextX - x}${nextY < y ? "" : " "}${nextY - y}`);
    [x, y] = [nextX, nextY];
  }
  if (steps.length < 3) return "";
  return `M${ring[0].join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}
