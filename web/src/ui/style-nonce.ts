/**
 * Gives the page's nonce to style elements made at run time: antd's scroll lock and a few libraries have no setting for
 * it, and the policy (rightly) refuses styles without one.
 */
export function nonceStyles(nonce: string | undefined): void {
  if (!nonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
