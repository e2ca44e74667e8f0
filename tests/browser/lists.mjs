// Patient lists with invented people: NHS numbers of the range 999, mobiles of Ofcom's drama range, example.org.

// The check digit makes a number of nine digits an NHS number (modulus 11); undefined where none does.
function nhsNumber(nine) {
  const sum = [...nine].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : `${nine}${check}`;
}

function* nhsNumbers() {
  for (let n = 999000001; ; ++n) {
    const number = nhsNumber(String(n));
    if (number) {
      yield number;
    }
  }
}

const numbers = nhsNumbers();
export const nextNumber = () => numbers.next().value;
// The same with another last digit, which no NHS number has.
export const mistyped = (number) => number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));

// An EMIS Web export: three patients with a mobile, of which the simulator lets one arrive, refuses one for good and
// one the first time, and one that it takes late; one without a mobile; one row that has to be refused.
export const emisPhones = {
  arrives: '07700 900001',
  fails: '07700 900002',
  failsFirst: '07700 900003',
  late: '07700 900004',
};
const emisRefused = mistyped(nextNumber());
export const emisList = [
  'Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address',
  `Testina,Testpatient,25/03/1980,${nextNumber()},${emisPhones.arrives},testina@example.org`,
  `Sampleton,O'Notreal,01/12/1955,${nextNumber()},${emisPhones.fails},`,
  `Zoë,Fakebrown,07/07/1991,${nextNumber()},${emisPhones.failsFirst},`,
  `Demoira,Samplesmith,29/02/2004,${nextNumber()},${emisPhones.late},`,
  `Imagina,Stubbington,11/10/1949,${nextNumber()},,imagina@example.org`,
  `Mockford,Inventon,14/08/1969,${emisRefused},07700 900105,`,
  '',
].join('\r\n');
export const emisRefusedLine = 7;

export const systmOneMailbox = 'trialine@example.org';
export const systmOneList = [
  '\uFEFFNHS number,First name,Surname,Date of birth ,Telecom Number,Email address,Date of issue,Patient Count',
  `${nextNumber()},Trialine,Mocktaylor,22-Feb-1984,07700900201,${systmOneMailbox},01-Nov-2026,1`,
  `${nextNumber()},Dummera,Pretendley,03 Sep 1947,+44 7700 900202,dummera@example.org,,1`,
  `${nextNumber()},Fictor,Nobodyson,30-Jan-1990,07700900203,,,1`,
  '',
].join('\r\n');

// One patient, for tests that are not about the list.
export const oneMobile = '07700 900301';
export const onePatientList = [
  'Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address',
  `Solita,Singleton,05/05/1975,${nextNumber()},${oneMobile},solita@example.org`,
  '',
].join('\r\n');

export const heading = 'Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address';
export const headingsOnlyList = `${heading}\r\n`;
export const emailOnlyList = `${heading}\r\nSolita,Singleton,05/05/1975,${nextNumber()},,solita@example.org\r\n`;
export const nobodyAcceptedList = `${heading}\r\nSolita,Singleton,05/05/1975,1234567890,07700 900301,\r\n`;

// As many as wanted, each with a mobile of the thousand that there are, and with a column that nobody asked for.
export function manyPatientsList(patients, remarkLength) {
  const remark = 'x'.repeat(remarkLength);
  const rows = Array.from({ length: patients }, (_, n) => {
    const mobile = `07700 900${String(100 + (n % 900)).padStart(3, '0')}`;
    return `Given${n},Family${n},05/05/1975,${nextNumber()},${mobile},given${n}@example.org,${remark}`;
  });
  return `${heading},Remark\r\n${rows.join('\r\n')}\r\n`;
}

export const csvFile = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') });
