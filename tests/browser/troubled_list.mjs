// A list as a practice might have it on a bad day: ten thousand rows, of which six hundred are in trouble, sixty of each
// of ten kinds. Each trouble knows the row as it should have been, so that a test can mend it.
import { heading, mistyped, nextNumber } from './lists.mjs';

const rowsInAll = 10000;
const each = 60;
const goodRows = rowsInAll - 10 * each;
const mobiles = 990;
const sharedPhone = '07700 900999';

const surnames = ['Testpatient', 'Notreal', 'Fakebrown', 'Samplesmith', 'Stubbington', 'Inventon', 'Mocktaylor'];
const firstNames = ['Testina', 'Sampleton', 'Zoë', 'Demoira', 'Imagina', 'Mockford', 'Trialine', 'Dummera'];

// Of the thousand mobiles that there are for such lists, most are two patients', and one is seven patients'. Most have
// an email address.
function patient(n) {
  const hasMobile = n < 2 * mobiles || n >= goodRows;
  const mobile = n < 7 ? sharedPhone : hasMobile ? `07700 900${String(n % mobiles).padStart(3, '0')}` : '';
  return {
    given: `${firstNames[n % firstNames.length]}${n}`,
    family: surnames[n % surnames.length],
    dob: `${String(1 + (n % 28)).padStart(2, '0')}/${String(1 + (n % 12)).padStart(2, '0')}/${1936 + (n % 25)}`,
    nhs: nextNumber(),
    mobile,
    email: n % 10 === 0 && n < mobiles ? '' : `patient${n}@example.org`,
  };
}

// What goes wrong, by the words of the page for it: how a good row becomes a bad one.
const kinds = [
  { title: 'The NHS number is mistyped', spoil: (row) => ({ ...row, nhs: mistyped(row.nhs) }) },
  { title: 'The NHS number is missing', spoil: (row) => ({ ...row, nhs: '' }) },
  { title: 'Excel has shortened the NHS number', spoil: (row) => ({ ...row, nhs: '9.99E+09' }) },
  { title: 'The date of birth is not a date we can read', spoil: (row) => ({ ...row, dob: '31/02/1980' }) },
  { title: 'The date of birth is missing', spoil: (row) => ({ ...row, dob: '' }) },
  { title: 'The mobile number is not a number we can use', spoil: (row) => ({ ...row, mobile: '07700 9001', email: '' }) },
  { title: 'The mobile number is a landline', spoil: (row) => ({ ...row, mobile: '020 7946 0018', email: '' }) },
  { title: 'This patient has neither a mobile number nor', spoil: (row) => ({ ...row, mobile: '', email: '' }) },
];

const line = (row) => [row.given, row.family, row.dob, row.nhs, row.mobile, row.email].join(',');
const dayOf = (date) =>
  [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()].map((part) => String(part).padStart(2, '0')).join('/');

// A report of EMIS Web that was run so many days ago.
export function troubledList(daysAgo) {
  const preamble = [
    'Invented Surgery,,,,,',
    'Recall list,,,,,',
    `Last Run:,,,${dayOf(new Date(Date.now() - daysAgo * 86400000))} 09:31,,`,
    ',,,,,',
    '"Patient Details",,,,,',
  ];
  const rows = [];
  const troubles = [];
  const add = (row) => rows.push(row) + preamble.length + 1;
  const trouble = (title, row, good) => {
    troubles.push({ title, line: add(row), row, good });
  };
  // One very old patient, two children, and zeros that Excel took away.
  for (let n = 0; n < goodRows; ++n) {
    const row = patient(n);
    add({
      ...row,
      dob: n === 10 ? '01/02/1920' : n < 2 ? '03/04/2020' : row.dob,
      mobile: n >= 500 && n < 520 ? row.mobile.replace(/^0/, '') : row.mobile,
    });
  }
  let next = goodRows;
  for (let i = 0; i < each; ++i) {
    for (const { title, spoil } of kinds) {
      const good = patient(next++);
      trouble(title, spoil(good), good);
    }
  }
  // Rows that repeat an earlier one, and pairs that disagree.
  for (let i = 0; i < each; ++i) {
    trouble('This patient is in the file more than once', { ...rows[100 + i] }, undefined);
  }
  for (let i = 0; i < each / 2; ++i) {
    const good = patient(next++);
    trouble('This NHS number is in the file more than once', good, good);
    trouble('This NHS number is in the file more than once', { ...good, email: `other${i}@example.org` }, good);
  }
  return {
    text: `${[...preamble, heading, ...rows.map(line)].join('\r\n')}\r\n`,
    titles: [...new Set(troubles.map(({ title }) => title))],
    troubles,
    each,
    rows: rowsInAll,
    accepted: goodRows,
    refused: troubles.length,
    sharedPhone,
  };
}
