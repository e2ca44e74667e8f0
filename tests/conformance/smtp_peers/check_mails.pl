#!/usr/bin/perl
# Reads mails as any mail program would, with Perl's own MIME modules, and compares them with what was meant.
# Usage: check_mails.pl EXPECTED_FOLDER MAIL_FILE...   Prints how many were right; fails on the first that is not.
use strict;
use warnings;
use Encode qw(decode encode);
use MIME::QuotedPrint qw(decode_qp);

my ($expected, @files) = @ARGV;
my %seen;

sub slurp { my ($path) = @_; open my $in, '<:raw', $path or die "$path: $!"; local $/; return <$in> // ''; }

sub headers {
    my ($block) = @_;
    $block =~ s/\n[ \t]+/ /g;
    my %found;
    push @{ $found{ lc $1 } }, $2 while $block =~ /^([!-9;-~]+):[ ]?(.*)$/mg;
    return \%found;
}

for my $file (@files) {
    my $mail = slurp($file);
    for my $line (split /\r?\n/, $mail) {
        die "$file: a line of " . length($line) if length $line > 998;
    }
    $mail =~ s/\r\n/\n/g;
    my ($head, $body) = split /\n\n/, $mail, 2;
    my $h = headers($head);
    for my $once (qw(from to subject date message-id mime-version content-type auto-submitted reply-to)) {
        die "$file: $once" unless @{ $h->{$once} // [] } == 1;
    }
    die "$file: cc or bcc" if $h->{cc} || $h->{bcc};
    my ($n) = $h->{'message-id'}[0] =~ /^<1\.2\.(\d+)\.1\@practice\.example\.org>$/ or die "$file: message-id";
    die "$file: twice" if $seen{$n}++;
    die "$file: to" unless $h->{to}[0] eq "p$n\@example.com";
    die "$file: from" unless encode('UTF-8', decode('MIME-Header', $h->{from}[0])) =~ /^Tŷ Gwyn Surgery <surgery\@practice\.example\.org>$/;
    die "$file: auto" unless $h->{'auto-submitted'}[0] eq 'auto-generated';
    my $subject = slurp("$expected/$n.subject");
    my $decoded = encode('UTF-8', decode('MIME-Header', $h->{subject}[0]));
    die "$file: subject '$decoded'" unless $decoded eq $subject;

    my ($boundary) = $h->{'content-type'}[0] =~ /^multipart\/alternative;\s*boundary="([^"]+)"$/ or die "$file: type";
    my @parts = split /(?:\A|\n)--\Q$boundary\E(?:--)?(?:\n|\z)/, $body;
    die "$file: " . @parts . " parts" unless @parts == 3 && $parts[0] eq '';
    my %text;
    for my $part (@parts[1, 2]) {
        my ($part_head, $part_body) = split /\n\n/, $part, 2;
        my $ph = headers($part_head);
        die "$file: encoding" unless $ph->{'content-transfer-encoding'}[0] eq 'quoted-printable';
        my ($type) = $ph->{'content-type'}[0] =~ m{^(text/(?:plain|html)); charset=utf-8$} or die "$file: part type";
        $text{$type} = decode_qp($part_body);
    }
    die "$file: text of $n differs" unless $text{'text/plain'} eq slurp("$expected/$n.text");
    die "$file: html" unless $text{'text/html'} =~ /^<!DOCTYPE html>/ && $text{'text/html'} =~ /Number $n<\/p>\n<\/body>/;
    die "$file: markup" if $text{'text/html'} =~ /<script/;
}
print scalar(@files), " mails right\n";
