/**
 * What writes dates, numbers and lists as a language does. Making one costs a slow phone tens of milliseconds, and using
 * it next to nothing: each is made once for each way it is asked for.
 */
function once<Options, Format>(make: (locale: string, options?: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options?: Options): Format => {
    const asked = JSON.stringify([locale, options]);
    const format = made.get(asked) ?? make(locale, options);
    made.set(asked, format);
    return format;
  };
}

export const dateFormat = once(
  (locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
);

export const numberFormat = once(
  (locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)
);

export const agoFormat = once((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

const conjunction = once((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** One after the other as the language does it: "home, money and work". */
export const listText = (words: Iterable<string>, locale: string): string =>
  conjunction(locale).format(words);
