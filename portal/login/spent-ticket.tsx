/** The page of a link that opens nothing any more. */
export function SpentTicket({ title, text }: { title: string; text: string }) {
  return (
    <div className="trouble">
      <h1>{title}</h1>
      <p>{text}</p>
    </div>
  );
}
