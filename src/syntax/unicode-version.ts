/**
 * JavaScript engines know a newer Unicode than Python 3.13 (15.1): the difference, so that identifiers and `repr` agree.
 */

// Ranges assigned after 15.1, up to Unicode 17.
const newer =
  '88f-88f 897-897 c5c-c5c cdc-cdc 1acf-1add 1ae0-1aeb 1b4e-1b4f 1b7f-1b7f 1c89-1c8a 20c1-20c1 2427-2429 2b96-2b96 ' +
  '31e4-31e5 a7cb-a7cf a7d2-a7d2 a7d4-a7d4 a7da-a7dc a7f1-a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3 10940-10959 ' +
  '10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ed0-10ed8 10efa-10efc 11380-11389 1138b-1138b 1138e-1138e ' +
  '11390-113b5 113b7-113c0 113c2-113c2 113c5-113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2 116d0-116e3 ' +
  '11b60-11b67 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 11f5a-11f5a 13460-143fa 16100-16139 16d40-16d79 ' +
  '16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cff-18cff 18d09-18d1e 18d80-18df2 1cc00-1ccfc 1cd00-1ceb3 ' +
  '1ceba-1ced0 1cee0-1cef0 1e5d0-1e5fa 1e5ff-1e5ff 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f6d8-1f6d8 1f777-1f77a ' +
  '1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57 1fa89-1fa8a 1fa8e-1fa8f 1fabe-1fabe 1fac6-1fac6 1fac8-1fac8 ' +
  '1facd-1facd 1fadc-1fadc 1fadf-1fadf 1fae9-1faea 1faef-1faef 1fbcb-1fbef 1fbfa-1fbfa 2b73a-2b73f 2cea2-2cead ' +
  '323b0-33479'

let ranges: [number, number][] | undefined

function isNewer(point: number): boolean {
  if (point < 0x88f) return false
  ranges ??= newer.split(' ').map((range) => {
    const [from, to] = range.split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
  })
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (point < ranges[middle][0]) high = middle - 1
    else if (point > ranges[middle][1]) low = middle + 1
    else return true
  }
  return false
}

/** Whether the character can start an identifier (XID_Start of Unicode 15.1, or `_`). */
export function isIdentifierStart(point: number): boolean {
  return point === 95 || (/^\p{XID_Start}$/u.test(String.fromCodePoint(point)) && !isNewer(point))
}

/** Whether the character can continue an identifier (XID_Continue of Unicode 15.1). */
export function isIdentifierPart(point: number): boolean {
  return /^\p{XID_Continue}$/u.test(String.fromCodePoint(point)) && !isNewer(point)
}

/** `str.isprintable` of one character. */
export function isPrintable(point: number): boolean {
  return point === 32 || (!/^[\p{C}\p{Z}]$/u.test(String.fromCodePoint(point)) && !isNewer(point))
}
