# Kannel, which shares no code with us, drives the simulator's message centre: it binds, packs texts in its own alphabets
# and parts, and reads our receipts. What the phones show is what was asked of Kannel, and what Kannel reports to an HTTP
# callback is what the phones did.
# usage: kannel_peer.pl PROGRAM
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use File::Temp qw(tempfile);
use Kannel;
use SimulatorUnderTest;
use Test::More;

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);
my ($file, $password_file) = tempfile(UNLINK => 1);
print $file "opensesm\n";
close $file;
my $simulator = SimulatorUnderTest->start(
    $ARGV[0], '--receipt-delay-ms', 50, '--system-id', 'kannel', '--password-file', $password_file
);
$simulator->ask(POST => '/api/rules', '[
    {"value":"07700 900020","action":"refuse"},
    {"value":"07700 900021","action":"throttle","first":1,"count_by":"rule"},
    {"value":"07700 900022","action":"duplicate_receipt","times":3}
]');
my $kannel = Kannel->start($simulator->{ready}{smpp_port}, 'opensesm');

my $basic = '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà';
my $extension = '^{}\\[~]|€';
my $welsh = 'Bore da, Siân. Mae eich brechiad ŷ ŵ yn barod.';
my @texts = (
    # number, text, coding of Kannel's sendsms (0 GSM 03.38, 2 UCS-2), parts, reports
    ['447700900100', 'Hello from Kannel', 0, 1, '8 1'],
    ['447700900101', $basic, 0, 1, '8 1'],
    ['447700900102', $extension, 0, 1, '8 1'],
    ['447700900103', join(' ', map { "Line $_ costs €$_." } 1 .. 25), 0, 4, '8 1'],
    ['447700900104', $welsh, 2, 1, '8 1'],
    ['447700900105', join(' ', map { "Llinell ŵ $_." } 1 .. 20), 2, 5, '8 1'],
    ['447700900002', 'For good', 0, 1, '8 2'],
    ['447700900020', 'Refused', 0, 0, '16'],
    ['447700900021', 'Throttled once', 0, 1, '8 1'],
    ['447700900022', 'Its receipt comes three times', 0, 1, '8 1'],
);
for my $each (@texts) {
    my ($to, $text, $coding) = @$each;
    is $kannel->send_text($to, $text, coding => $coding), 202, "Kannel takes a text to $to";
}

$kannel->wait_for_reports(scalar(map { split / /, $_->[4] } @texts), 20);
$kannel->wait_for_reports(1_000, 0.5); # nothing more comes

for my $each (@texts) {
    my ($to, $text, undef, $parts, $reports) = @$each;
    my (undef, $messages) = $simulator->ask(GET => "/api/messages?to=$to");
    my @taken = grep { $_->{state} ne 'refused' } @$messages;
    is scalar @taken, $parts ? 1 : 0, "$to: how many texts the phone has";
    for my $message (@taken) {
        is $message->{text}, $text, "$to: reads as it was written";
        is $message->{from}, 'Riverside', "$to: from whom";
        is $message->{parts}, $parts, "$to: in how many parts";
    }
    is $kannel->reported($to), $reports, "$to: reported as it happened";
}

my (undef, $totals) = $simulator->ask(GET => '/api/totals');
is $totals->{totals}{acknowledged}, $totals->{totals}{receipts}, 'Kannel acknowledged every receipt';
is $totals->{totals}{unanswered}, 0, 'every submit was answered';
ok $kannel->end, 'Kannel unbinds and ends';
is $simulator->end('TERM'), 0, 'the simulator ends cleanly';
done_testing;
