import type { CSSProperties } from 'react';

/** What a letter says, in the order in which it is read. */
export type LetterText = {
  title: string;
  paragraphs: readonly string[];
  facts: readonly { name: string; value: string }[];
  link: { href: string; word: string };
  foot: readonly string[];
};

type LetterSheetProps = { language: 'ru' | 'en'; companyName: string; letter: LetterText };

/** Mail programs read no style sheet and some no style at all: without any of it the order still tells everything. */
const STYLES = {
  page: { margin: 0, padding: '24px 12px', background: '#f3f3f0', color: '#1c1c1a' },
  sheet: {
    maxWidth: '560px',
    margin: '0 auto',
    padding: '28px 32px',
    background: '#ffffff',
    border: '1px solid #d9d9d3',
    borderRadius: '8px',
    fontFamily: '"Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    fontSize: '16px',
    lineHeight: 1.5,
  },
  company: { margin: '0 0 20px', color: '#5d5d57', fontSize: '14px' },
  title: { margin: '0 0 16px', fontSize: '20px', lineHeight: 1.3 },
  facts: { margin: '20px 0', borderCollapse: 'collapse' },
  name: { padding: '4px 20px 4px 0', color: '#5d5d57', verticalAlign: 'top', textAlign: 'left' },
  value: { padding: '4px 0', verticalAlign: 'top', overflowWrap: 'anywhere' },
  foot: { margin: '8px 0 0', color: '#5d5d57', fontSize: '13px' },
} as const satisfies Record<string, CSSProperties>;

/** A letter as a page of its own: no picture, no script, nothing that is fetched. */
export function LetterSheet({ language, companyName, letter }: LetterSheetProps) {
  const { title, paragraphs, facts, link, foot } = letter;
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
      </head>
      <body style={STYLES.page}>
        <div style={STYLES.sheet}>
          <p style={STYLES.company}>{companyName}</p>
          <h1 style={STYLES.title}>{title}</h1>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <table style={STYLES.facts}>
            <tbody>
              {facts.map(({ name, value }) => (
                <tr key={name}>
                  <th scope="row" style={{ ...STYLES.name, fontWeight: 'normal' }}>
                    {name}
                  </th>
                  <td style={STYLES.value}>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            {link.word}: <a href={link.href}>{link.href}</a>
          </p>
          <hr style={{ border: 0, borderTop: '1px solid #d9d9d3', margin: '24px 0 12px' }} />
          {foot.map((line) => (
            <p key={line} style={STYLES.foot}>
              {line}
            </p>
          ))}
        </div>
      </body>
    </html>
  );
}
