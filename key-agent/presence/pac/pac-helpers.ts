/**
 * What a PAC file may call, as source text for the sandbox in which it runs. All of it is pure: names and addresses, the time
 * and this PC's own address are told to it beforehand in `given`, so that nothing it calls reaches the network.
 * @see "Navigator Proxy Auto-Config File Format" (Netscape, 1996); MDN, "Proxy Auto-Configuration (PAC) file"
 */
export const PAC_HELPERS = String.raw`
function isPlainHostName(host) { return !host.includes('.'); }
function dnsDomainIs(host, domain) { return host.endsWith(domain); }
function localHostOrDomainIs(host, name) { return host === name || (isPlainHostName(host) && name.startsWith(host + '.')); }
function dnsDomainLevels(host) { return host.split('.').length - 1; }
function isAddress(text) { return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => part < 256); }
function convert_addr(address) { return address.split('.').reduce((sum, part) => ((sum << 8) | part) >>> 0, 0); }
function dnsResolve(host) { return isAddress(host) ? host : host === given.host ? given.hostAddress : null; }
function isResolvable(host) { return dnsResolve(host) !== null; }
function myIpAddress() { return given.ownAddress; }
function isInNet(host, net, mask) {
  const address = dnsResolve(host);
  if (address === null || !isAddress(net) || !isAddress(mask)) return false;
  return ((convert_addr(address) ^ convert_addr(net)) & convert_addr(mask)) === 0;
}
function shExpMatch(text, pattern) {
  const source = pattern.replace(/[.+^$(){}|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp('^' + source + '$').test(text);
}
function alert() {}

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
function zoned(args) {
  const isGmt = args[args.length - 1] === 'GMT';
  return { time: isGmt ? given.gmt : given.local, rest: isGmt ? args.slice(0, -1) : args };
}
// A range may run over the end of what it counts: FRI to MON, 22 to 6.
function isWithin(now, from, to) { return from <= to ? from <= now && now <= to : now >= from || now <= to; }
function weekdayRange(...args) {
  const { time, rest } = zoned(args);
  const [from, to = from] = rest.map((name) => WEEKDAYS.indexOf(name));
  return isWithin(time.weekday, from, to);
}
function timeRange(...args) {
  const { time, rest } = zoned(args);
  if (rest.length === 1) return time.hour === rest[0];
  const seconds = ([hour, minute = 0, second = 0]) => (hour * 60 + minute) * 60 + second;
  const half = rest.length / 2;
  return isWithin(seconds([time.hour, time.minute, time.second]), seconds(rest.slice(0, half)), seconds(rest.slice(half)));
}
function dateRange(...args) {
  const { time, rest } = zoned(args);
  const kind = (part) => (typeof part === 'string' ? 'month' : part > 31 ? 'year' : 'day');
  const value = (part) => (typeof part === 'string' ? MONTHS.indexOf(part) : part);
  const half = rest.length === 1 ? 1 : rest.length / 2;
  const kinds = rest.slice(0, half).map(kind);
  const number = (parts) => ['year', 'month', 'day'].reduce(
    (sum, name) => (kinds.includes(name) ? sum * 10000 + value(parts[kinds.indexOf(name)]) : sum), 0);
  const now = number(kinds.map((name) => time[name]));
  return isWithin(now, number(rest.slice(0, half)), number(rest.slice(-half)));
}
`;
