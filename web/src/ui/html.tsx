import { createElement, Fragment, type ReactNode } from "react";

const allowed = new Set(
  "A B STRONG I EM U S P BR UL OL LI H1 H2 H3 H4 BLOCKQUOTE CODE PRE HR SPAN DIV TABLE THEAD TBODY TR TH TD".split(
    " ",
  ),
);
const bare = new Set(["BR", "HR"]);
const inlineTags = new Set(["SPAN", "DIV"]);

const parse = (source: string): HTMLElement => new DOMParser().parseFromString(source, "text/html").body;
const safeLink = (href: string | null): string | undefined =>
  href && /^(https?:|mailto:|tel:)/i.test(href) ? href : undefined;

function draw(node: ChildNode, key: number): ReactNode {
  if (node.nodeType === globalThis.Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element) || /^(SCRIPT|STYLE|IFRAME|OBJECT)$/.test(node.tagName)) return null;
  const children = [...node.childNodes].map(draw);
  if (!allowed.has(node.tagName)) return createElement(Fragment, { key }, ...children);
  if (bare.has(node.tagName)) return createElement(node.tagName.toLowerCase(), { key });
  const tag = inlineTags.has(node.tagName) ? "div" : node.tagName.toLowerCase();
  if (node.tagName === "A")
    return createElement(
      "a",
      { key, href: safeLink(node.getAttribute("href")), rel: "noopener noreferrer", target: "_blank" },
      ...children,
    );
  return createElement(node.tagName === "SPAN" ? "span" : tag, { key }, ...children);
}

/** Rich text drawn as React elements from a list of allowed tags; attributes other than safe links are dropped. */
export function Html({ source }: { source: string }) {
  return <div className="html">{[...parse(source).childNodes].map(draw)}</div>;
}

export const plainText = (source: string): string =>
  source.includes("<")
    ? (parse(source.replace(/<(br|\/p|\/li|\/div)[^>]*>/gi, "$& ")).textContent ?? "").trim()
    : source;
