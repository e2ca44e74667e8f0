# Net::SMPP, which shares no code with us, drives the simulator's message centre.
# usage: smpp_peer.pl PROGRAM
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Net::SMPP;
use SimulatorUnderTest;
use Test::More;
use Time::HiRes qw(time);

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);
my $simulator = SimulatorUnderTest->start($ARGV[0], '--receipt-delay-ms', 50);

# A status as the peer names it.
my ($ok, $throttled, $bad_destination) = (0, 0x58, 0x0B);

sub bound {
    my ($smpp) = Net::SMPP->new_transceiver(
        '127.0.0.1', port => $simulator->{ready}{smpp_port}, system_id => 'cohort', password => 'secret',
        async => 0, smpp_version => 0x34,
    );
    return $smpp;
}

# Receipts may come between an answer and the next.
my (@receipts, %answers);

sub read_one {
    my ($smpp) = @_;
    my $pdu = $smpp->read_pdu or return;
    if ($pdu->{cmd} == 0x05) {
        push @receipts, $pdu;
        $smpp->deliver_sm_resp(message_id => '', seq => $pdu->{seq}, async => 1);
    } else {
        $answers{$pdu->{seq}} = $pdu;
    }
    return $pdu;
}

sub submit {
    my ($smpp, %fields) = @_;
    my $sequence = $smpp->submit_sm(
        async => 1, source_addr_ton => 5, source_addr_npi => 0, source_addr => 'NHSgpA81001',
        dest_addr_ton => 1, dest_addr_npi => 1, registered_delivery => 1, %fields,
    );
    read_one($smpp) or die 'the line ended' until $answers{$sequence};
    return $answers{$sequence};
}

sub wait_for_receipts {
    my ($smpp, $count) = @_;
    local $SIG{ALRM} = sub { die "only " . @receipts . " of $count receipts" };
    alarm 20;
    read_one($smpp) or die 'the line ended' while @receipts < $count;
    alarm 0;
}

my ($status) = $simulator->ask(
    POST => '/api/rules', '[{"value":"07700 900010","action":"throttle","first":2,"count_by":"rule"}]'
);
is $status, 201, 'a rule can be added at run time';

my $smpp = bound();
ok $smpp, 'bind_transceiver';
$smpp->enquire_link;

my %id_of;
for my $i (0 .. 15) {
    my $number = sprintf '4477009001%02d', $i;
    my $answer = submit($smpp, destination_addr => $number, short_message => "Text number $i");
    is $answer->{status}, $ok, "submit to $number";
    $id_of{$number} = $answer->{message_id};
}
is submit($smpp, destination_addr => '447700900010', short_message => 'Hello')->{status}, $throttled, 'first throttled';
is submit($smpp, destination_addr => '447700900010', short_message => 'Hello')->{status}, $throttled, 'second throttled';
is submit($smpp, destination_addr => '447700900010', short_message => 'Hello')->{status}, $ok, 'third taken';
is submit($smpp, destination_addr => 'nobody', short_message => 'Hello')->{status}, $bad_destination, 'a word is no number';

# 16-bit reference, UCS-2; 8-bit reference, GSM-7 with an escape; sar_* options; message_payload.
my $ucs2 = sub { my $text = shift; join '', map { pack 'n', ord } split //, $text };
for my $part (1, 2) {
    submit($smpp, destination_addr => '447700900201', esm_class => 0x40, data_coding => 8,
        short_message => pack('C3nCC', 6, 8, 4, 0x1234, 2, $part) . $ucs2->($part == 1 ? 'Bore da, ŵyr. ' : 'Hwyl fawr.'));
}
for my $part (2, 1) {
    submit($smpp, destination_addr => '447700900202', esm_class => 0x40,
        short_message => pack('C6', 5, 0, 3, 7, 2, $part) . ($part == 1 ? "Cost \x1b\x65" : "20, \x00 10am"));
}
for my $part (1, 2) {
    submit($smpp, destination_addr => '447700900203', short_message => "sar part $part. ",
        sar_msg_ref_num => pack('n', 99), sar_total_segments => pack('C', 2), sar_segment_seqnum => pack('C', $part));
}
submit($smpp, destination_addr => '447700900204', short_message => '', message_payload => 'p' x 300);
submit($smpp, destination_addr => '447700900205', data_coding => 3, short_message => "caf\xe9");

sub text_at {
    my ($number) = @_;
    my (undef, $messages) = $simulator->ask(GET => "/api/messages?to=$number");
    return join '|', map { "$_->{text}/$_->{parts}" } @$messages;
}
is text_at('447700900201'), 'Bore da, ŵyr. Hwyl fawr./2', 'UCS-2 in two parts';
is text_at('447700900202'), 'Cost €20, @ 10am/2', 'GSM-7 in two parts, the second first';
is text_at('447700900203'), 'sar part 1. sar part 2. /2', 'sar options';
is text_at('447700900204'), ('p' x 300) . '/1', 'message_payload';
is text_at('447700900205'), 'café/1', 'Latin-1';

# For good, and for now.
submit($smpp, destination_addr => '447700900002', short_message => 'For good');
submit($smpp, destination_addr => '447700900003', short_message => 'For now');
wait_for_receipts($smpp, 16 + 1 + 8 + 2);
submit($smpp, destination_addr => '447700900003', short_message => 'For now');
wait_for_receipts($smpp, 16 + 1 + 8 + 3);

my %stat_of;
for my $receipt (@receipts) {
    my ($id, $stat) = $receipt->{short_message} =~ /^id:(\S+) sub:001 dlvrd:00\d submit date:\d{10} done date:\d{10} stat:(\w{7}) err:\d{3} text:/;
    push @{$stat_of{$receipt->{source_addr}}}, $stat;
    my $option = $receipt->{receipted_message_id};
    $option =~ s/\0$//;
    is $option, $id, "text and option name the same message ($id)";
    is $receipt->{esm_class}, 4, 'is marked as a receipt';
    is unpack('C', $receipt->{message_state}), {DELIVRD => 2, EXPIRED => 3, UNDELIV => 5}->{$stat}, 'message_state agrees';
    is $receipt->{destination_addr}, 'NHSgpA81001', 'goes to the sender';
    is $id_of{$receipt->{source_addr}}, $id, 'is for the id that was answered' if $id_of{$receipt->{source_addr}};
}
is_deeply $stat_of{'447700900002'}, ['UNDELIV'], '07700 900002 fails for good';
is_deeply $stat_of{'447700900003'}, ['EXPIRED', 'DELIVRD'], '07700 900003 fails for now and then works';
is_deeply $stat_of{'447700900100'}, ['DELIVRD'], 'others are delivered';

# The witness is on disk: killed without warning, it knows the same.
$smpp->enquire_link;
my (undef, $before) = $simulator->ask(GET => '/api/totals');
$simulator->end('KILL');
$simulator->run;
my (undef, $after) = $simulator->ask(GET => '/api/totals');
is_deeply $after->{totals}, $before->{totals}, 'totals after kill -9 and restart';
is_deeply $after->{phones}, $before->{phones}, 'totals by number after kill -9 and restart';
my (undef, $ledger) = $simulator->ask(GET => '/api/ledger?after=0&limit=10000');
is scalar(@{$ledger->{records}}), $before->{records}, 'the ledger holds every record';
is $ledger->{records}[0]{kind}, 'submit', 'and begins with the first submit';
is $ledger->{records}[0]{text}, 'Text number 0', 'whose text it holds';

# A cut in the middle: taken, not answered, its receipt waits for the next bind.
@receipts = ();
%answers = ();
$simulator->ask(POST => '/api/rules', '{"value":"447700900011","action":"deliver_then_disconnect"}');
$smpp = bound();
$smpp->submit_sm(async => 1, source_addr => 'X', destination_addr => '447700900011', registered_delivery => 1, short_message => 'Cut');
is read_one($smpp), undef, 'the line ends without an answer';
is text_at('447700900011'), 'Cut/1', 'the phone has the text';
$smpp = bound();
wait_for_receipts($smpp, 1);
like $receipts[0]{short_message}, qr/stat:DELIVRD err:000 text:Cut$/, 'the receipt comes on the next connection';

is $simulator->end('TERM'), 0, 'ends cleanly on SIGTERM';
done_testing;
