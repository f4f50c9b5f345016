import { expect, test } from 'vitest';
import { Button } from '#portal/ui/button.tsx';
import { NoAnswer } from '#portal/ui/no-answer.tsx';
import { BlockedPicture } from '#portal/ui/pictures/blocked-picture.tsx';
import { OldBrowserPicture } from '#portal/ui/pictures/old-browser-picture.tsx';
import { OtherKeyPicture } from '#portal/ui/pictures/other-key-picture.tsx';
import { PlugPicture } from '#portal/ui/pictures/plug-picture.tsx';
import { TouchPicture } from '#portal/ui/pictures/touch-picture.tsx';
import { WrongPinPicture } from '#portal/ui/pictures/wrong-pin-picture.tsx';
import { renderPart, textOf } from '#test/support/render-part.tsx';

const pictures = [
  BlockedPicture,
  OldBrowserPicture,
  OtherKeyPicture,
  PlugPicture,
  TouchPicture,
  WrongPinPicture,
];

test.each(pictures.map((Picture) => [Picture.name, Picture] as const))(
  '%s says what it shows',
  (_, Picture) => {
    const html = renderPart(<Picture isLarge />, { locale: 'ru' });
    const title = /<title id="([^"]+)">[^<a-z]+<\/title>/.exec(html);
    expect(html).toContain(`role="img" aria-labelledby="${title?.[1]}"`);
    expect(html).not.toMatch(/ style=|fill="|stroke="/);
  },
);

test('a key that does not answer is explained by four pictured reasons and a way to go on', () => {
  const html = renderPart(
    <NoAnswer>
      <Button>Try again</Button>
    </NoAnswer>,
  );
  expect(html.match(/role="img"/g)).toHaveLength(4);
  for (const reason of ['Not plugged in', 'Not touched', 'Wrong PIN', 'Another key', 'Try again']) {
    expect(textOf(html)).toContain(reason);
  }
});
