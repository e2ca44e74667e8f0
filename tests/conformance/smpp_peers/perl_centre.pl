#!/usr/bin/perl
# A message centre by Net::SMPP, with Perl's own table of GSM 03.38: the same lines and rules as node_centre.js.
# Ends when standard input does.
use strict;
use warnings;
use Encode qw(decode encode);
use IO::Select;
use Net::SMPP;

$| = 1;
my $password  = shift @ARGV;
my $next_id   = 0xa0;
my %throttled = ();
my %given     = (); # ids
my %roles     = (); # by session
my $receiver;
my @waiting = ();   # receipts for which there is no receiver yet

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0) or die "cannot listen";
print "PORT " . $listener->sockport . "\n";

sub deliver {
    my ($session, %receipt) = @_;
    if ($roles{$session} eq 'transmitter') {
        $session = $receiver;
    }
    if ($session) {
        $session->deliver_sm(%receipt);
    } else {
        push @waiting, \%receipt;
    }
}

sub on_bind {
    my ($session, $pdu, $role) = @_;
    print "BIND $role\n";
    my $good    = $pdu->{password} eq $password;
    my $respond = "bind_${role}_resp";
    $roles{$session} = $role;
    $session->$respond(seq => $pdu->{seq}, status => $good ? 0 : 0x0E, system_id => 'centre');
    if ($good && $role eq 'receiver') {
        $receiver = $session;
        deliver($session, %$_) for splice @waiting;
    }
}

sub send_receipt {
    my ($session, $pdu, $id) = @_;
    my %receipt = (
        source_addr      => $pdu->{destination_addr},
        destination_addr => $pdu->{source_addr},
        esm_class        => 0x04,
        async            => 1,
    );
    $receipt{user_message_reference} = $pdu->{user_message_reference} if defined $pdu->{user_message_reference};
    if (substr($pdu->{destination_addr}, -1) % 2 == 1) {
        deliver(
            $session, %receipt,
            short_message        => '',
            receipted_message_id => "$id\0",
            message_state        => "\x02",
        );
        return;
    }
    deliver($session, %receipt, short_message => "id:$id sub:001 dlvrd:001 "
          . "submit date:2611230900 done date:2611230901 stat:DELIVRD err:000 text:");
}

sub on_submit {
    my ($session, $pdu) = @_;
    my $octets = $pdu->{short_message};
    my $header = '-';
    if (defined $pdu->{sar_msg_ref_num}) {
        $header = 'sar' . unpack 'H*', $pdu->{sar_msg_ref_num} . $pdu->{sar_total_segments} . $pdu->{sar_segment_seqnum};
    }
    if (defined $pdu->{message_payload}) {
        $octets = $pdu->{message_payload};
        $header = 'payload';
    }
    if ($pdu->{esm_class} & 0x40) {
        my $size = 1 + ord $octets;
        $header = unpack 'H*', substr($octets, 1, $size - 1);
        $octets = substr $octets, $size;
    }
    my $text = decode($pdu->{data_coding} == 8 ? 'UTF-16BE' : 'gsm0338', $octets);
    my $end = substr $pdu->{destination_addr}, -1;
    print join(' ', 'SUBMIT', $pdu->{destination_addr}, unpack('H*', encode('UTF-8', $text)) || '-', $header,
        $pdu->{source_addr}, $pdu->{source_addr_ton}, $pdu->{source_addr_npi}), "\n";
    my $status = $end eq '2' ? 0x0B : $end eq '3' && !$throttled{$pdu->{destination_addr}}++ ? 0x58 : 0;
    my $id = sprintf '%x', $next_id++;
    $given{$id} = 1;
    $session->submit_sm_resp(seq => $pdu->{seq}, status => $status, message_id => $status ? '' : $id);
    send_receipt($session, $pdu, $id) unless $status;
}

# False when the session is over.
sub on_pdu {
    my ($session) = @_;
    my $pdu = $session->read_pdu or return 0;
    if ($pdu->{cmd} == Net::SMPP::CMD_bind_transceiver) {
        on_bind($session, $pdu, 'transceiver');
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_bind_transmitter) {
        on_bind($session, $pdu, 'transmitter');
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_bind_receiver) {
        on_bind($session, $pdu, 'receiver');
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_submit_sm) {
        on_submit($session, $pdu);
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_query_sm) {
        print "QUERY $pdu->{message_id} $pdu->{source_addr}\n";
        my $known = $given{$pdu->{message_id}};
        $session->query_sm_resp(
            seq        => $pdu->{seq},        status        => $known ? 0                  : 0x67,
            message_id => $pdu->{message_id}, message_state => 2,
            final_date => $known ? '261123090100000+' : '',
        );
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_deliver_sm_resp) {
        print "RECEIPT $pdu->{status}\n";
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_enquire_link) {
        $session->enquire_link_resp(seq => $pdu->{seq});
    } elsif ($pdu->{cmd} == Net::SMPP::CMD_unbind) {
        print "UNBIND\n";
        $session->unbind_resp(seq => $pdu->{seq});
        return 0;
    }
    return 1;
}

my $open = IO::Select->new($listener, \*STDIN);
while (1) {
    for my $ready ($open->can_read) {
        exit 0 if $ready == \*STDIN;
        if ($ready == $listener) {
            my $session = $listener->accept;
            $open->add($session) if $session;
        } elsif (!on_pdu($ready)) {
            $receiver = undef if $receiver && $receiver == $ready;
            $open->remove($ready);
            close $ready;
        }
    }
}
