/** Which function gets a path. */
import { expect, test } from "vitest";
import { findRoute, routingTable } from "../../../local/host/routes.ts";

function match(routes: Record<string, string>, path: string, prefix = "api") {
  const specs = Object.entries(routes).map(([name, template]) => ({
    name,
    template,
    methods: ["get"],
    owner: name,
  }));
  const found = findRoute(routingTable(specs, prefix), "GET", path);
  return found && [found.owner, found.params];
}

test("names decide, not literals and not the order of registration", () => {
  expect(match({ zFixed: "x/fixed", aAny: "x/{y}" }, "/api/x/fixed")).toEqual(["aAny", { y: "fixed" }]);
  expect(match({ B: "x", a: "x" }, "/api/x")).toEqual(["a", {}]);
});

test.each([
  ["p/{a}/{b?}", "/api/p/1", { a: "1" }],
  ["p/{a}/{b?}", "/api/p/1/2/", { a: "1", b: "2" }],
  ["p/{a}/{b?}", "/api/p/1/2/3", undefined],
  ["p/{a}", "/api/p//1", undefined],
  ["P/{Name}", "/API/p/Value", { Name: "Value" }],
  ["d/{id=42}", "/api/d", { id: "42" }],
  ["c/{*rest}", "/api/c/a/b/c", { rest: "a/b/c" }],
  ["c/{*rest}", "/api/c", {}],
  ["f/{name}.{ext}", "/api/f/a.b.c", { name: "a.b", ext: "c" }],
  ["a.b", "/api/axb", undefined],
  ["i/{x:int}", "/api/i/-05", { x: "-05" }],
  ["i/{x:int}", "/api/i/2147483648", undefined],
  ["i/{x:int?}", "/api/i", {}],
  ["i/{x:alpha:length(2,3)}", "/api/i/abcd", undefined],
  ["i/{x:alpha:length(2,3)}", "/api/i/abc", { x: "abc" }],
  ["i/{x:regex(^(a|b/?)[0-9]{{2}}$)}", "/api/i/a12", { x: "a12" }],
  ["i/{x:regex(^(a|b/?)[0-9]{{2}}$)}", "/api/i/a1", undefined],
  ["i/{x:range(1,10)}", "/api/i/11", undefined],
  ["i/{x:guid}", "/api/i/00000000000000000000000000000001", { x: "00000000000000000000000000000001" }],
])("%s at %s gives %o", (template, path, params) => {
  expect(match({ f: template }, path)?.[1]).toEqual(params);
});

test("a parameter that may only be empty serves the root", () => {
  expect(match({ home: "{ignored:maxlength(0)?}" }, "/", "")).toEqual(["home", {}]);
  expect(match({ home: "{ignored:maxlength(0)?}" }, "/other", "")).toBeUndefined();
});

test("a method that is not listed is no match, so the next function has its turn", () => {
  const specs = [
    { name: "a", template: "x", methods: ["POST"], owner: "a" },
    { name: "b", template: "x", methods: ["get"], owner: "b" },
  ];
  expect(findRoute(routingTable(specs, ""), "GET", "/x")?.owner).toBe("b");
  expect(findRoute(routingTable(specs, ""), "PUT", "/x")).toBeUndefined();
});

test("a constraint that nobody knows is refused by its parameter", () => {
  expect(() => match({ f: "{x:colour}" }, "/api/1")).toThrow(/\{x:colour\}/);
});
