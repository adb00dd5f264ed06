/** A QR code the server drew, shown as an image so that nothing in it can run. */
export function Qr({ svg, label }: { svg: string; label: string }) {
  if (!svg) return null;
  const image = `data:image/svg+xml;utf8,${encodeURIComponent(withSpace(svg))}`;
  return <img className="qr" src={image} alt={label} width={176} height={176} />;
}

const withSpace = (svg: string): string =>
  svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
