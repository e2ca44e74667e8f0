# Perl's Net::SMTP with IO::Socket::SSL, which share no code with us, drive the simulator's mail side.
# usage: smtp_peer.pl PROGRAM
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Encode qw(encode);
use File::Temp qw(tempfile);
use MIME::Base64 qw(encode_base64);
use Net::SMTP;
use SimulatorUnderTest;
use Test::More;

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);
my ($file, $password_file) = tempfile(UNLINK => 1);
print $file "correct horse\n";
close $file;
my $simulator = SimulatorUnderTest->start(
    $ARGV[0], '--system-id', 'cohort', '--password-file', $password_file, '--smtp-sign-in-required'
);

sub connected {
    return Net::SMTP->new('127.0.0.1', Port => $simulator->{ready}{smtp_port}, Hello => 'client.test', Timeout => 10);
}

sub signed_in {
    my $smtp = connected();
    $smtp->starttls(SSL_ca_file => $simulator->{ready}{smtp_ca_file}, SSL_verify_mode => 1, SSL_verifycn_name => 'localhost')
        or die 'STARTTLS: ' . IO::Socket::SSL::errstr();
    $smtp->auth('cohort', 'correct horse') or die 'AUTH: ' . $smtp->message;
    return $smtp;
}

my $smtp = connected();
like $smtp->banner, qr/ESMTP/, 'greets';
ok defined $smtp->supports($_), "offers $_" for qw(PIPELINING SIZE 8BITMIME SMTPUTF8 DSN STARTTLS ENHANCEDSTATUSCODES);
ok !defined $smtp->supports('AUTH'), 'no AUTH in clear';
ok !$smtp->mail('practice@example.org'), 'no mail from strangers';
is $smtp->code, 530, 'and says why';
ok $smtp->starttls(SSL_ca_file => $simulator->{ready}{smtp_ca_file}, SSL_verify_mode => 1, SSL_verifycn_name => 'localhost'),
    'STARTTLS with the certificate verified, host name too';
like $smtp->supports('AUTH'), qr/PLAIN/, 'AUTH inside TLS';
ok !$smtp->auth('cohort', 'wrong'), 'a wrong password is refused';
is $smtp->code, 535, 'with 535';
$smtp->quit;

$smtp = signed_in();
my $body = join "\r\n",
    'From: =?UTF-8?Q?Practice_=E2=80=93_A81001?= <practice@example.org>',
    'To: Ada@Example.org',
    'Subject: =?UTF-8?B?' . encode_base64(encode('UTF-8', 'Your review – '), '') . '?=',
    ' =?UTF-8?Q?caf=C3=A9?=',
    'Message-ID: <one@cohort.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b1"',
    '', '--b1', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', '',
    'Dear Ada,', '.a line with a dot', 'caf=C3=A9 soft=', ' break', '--b1', 'Content-Type: text/html; charset=utf-8', '',
    '<p>Dear Ada</p>', '--b1--', '';
ok $smtp->mail('bounce+abc@example.org', Size => length $body, Return => 'HDRS', Envelope => 'id1'), 'MAIL with SIZE and DSN';
ok $smtp->to('Ada@Example.org', {Notify => ['FAILURE', 'DELAY']}), 'RCPT with NOTIFY';
ok $smtp->data($body), 'DATA';
like $smtp->message, qr/queued as \d+/, 'says under which record';

my (undef, $mails) = $simulator->ask(GET => '/api/mails?to=ada@example.org');
is scalar @$mails, 1, 'one mail in the mailbox';
is $mails->[0]{subject}, 'Your review – café', 'subject decoded';
is $mails->[0]{message_id}, '<one@cohort.test>', 'Message-ID kept';
is $mails->[0]{text}, "Dear Ada,\r\n.a line with a dot\r\ncafé soft break", 'text decoded, dots unstuffed';
is $mails->[0]{from}, 'bounce+abc@example.org', 'envelope sender';

sub one_mail {
    my ($to) = @_;
    $smtp->mail('practice@example.org') or return $smtp->code;
    $smtp->to($to) or do { my $code = $smtp->code; $smtp->reset; return $code };
    $smtp->data("Subject: x\r\n\r\nBody of $to\r\n") or return $smtp->code;
    return $smtp->code;
}
is one_mail('fails@example.org'), 550, 'fails@ has no mailbox';
is one_mail('full@example.org'), 452, 'full@ is full';
is one_mail('full@example.org'), 250, 'and not the next time';
$simulator->ask(POST => '/api/rules', '{"channel":"mail","value":"late@example.org","action":"refuse_data","code":451}');
is one_mail('late@example.org'), 451, 'refused after the dot';
$simulator->ask(POST => '/api/rules', '{"channel":"mail","value":"doubt@example.org","action":"deliver_then_disconnect"}');
isnt one_mail('doubt@example.org'), 250, 'the line ends after the dot without an answer';
(undef, $mails) = $simulator->ask(GET => '/api/mails?to=doubt@example.org');
is scalar @$mails, 1, 'though the mailbox has it';
$simulator->ask(POST => '/api/rules', '{"channel":"mail","value":"closing@example.org","action":"refuse","code":421}');
$smtp = signed_in();
is one_mail('closing@example.org'), 421, '421 and the line ends';

# PIPELINING: everything in one piece, the answers in order.
$smtp = signed_in();
print $smtp "MAIL FROM:<a\@b.test>\r\nRCPT TO:<fails\@b.test>\r\nRCPT TO:<p\@b.test>\r\nDATA\r\n";
my @codes = map { $smtp->response; $smtp->code } 1 .. 4;
is_deeply \@codes, [250, 550, 250, 354], 'pipelined answers in order';
print $smtp "Subject: p\r\n\r\n.\r\nNOOP\r\n";
@codes = map { $smtp->response; $smtp->code } 1 .. 2;
is_deeply \@codes, [250, 250], 'the next command may follow the dot';
$smtp->quit;

my (undef, $totals) = $simulator->ask(GET => '/api/totals');
is $totals->{mailboxes}{'full@example.org'}{mails}, 1, 'totals by address: taken';
is $totals->{mailboxes}{'full@example.org'}{mails_refused}, 1, 'totals by address: refused';
$simulator->end('KILL');
$simulator->run;
my (undef, $again) = $simulator->ask(GET => '/api/totals');
is_deeply $again->{totals}, $totals->{totals}, 'totals after kill -9 and restart';

is $simulator->end('TERM'), 0, 'ends cleanly on SIGTERM';
done_testing;
