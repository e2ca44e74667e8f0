# Debian's Kannel as a client of the simulator: a private bearerbox and smsbox on free loopback ports with a folder of
# their own, asked over HTTP, and heard through a callback that we serve. Ended by their process ids.
package Kannel;
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::INET;
use POSIX qw(:sys_wait_h);
use Time::HiRes qw(sleep time);

sub start {
    my ($class, $smpp_port, $password) = @_;
    my $self = bless {folder => tempdir(CLEANUP => 1), reports => [], owner => $$}, $class;
    $self->{callback} = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 50, ReuseAddr => 1) or die "callback: $!";
    $self->{$_} = free_port() for qw(admin boxes sendsms);
    $self->configure($smpp_port, $password);
    $self->launch($_, $_ eq 'bearerbox' ? $self->{boxes} : $self->{sendsms}) for qw(bearerbox smsbox);
    return $self;
}

sub free_port {
    my $probe = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1) or die "port: $!";
    return $probe->sockport;
}

sub configure {
    my ($self, $smpp_port, $password) = @_;
    open(my $file, '>', "$self->{folder}/kannel.conf") or die "configuration: $!";
    print $file <<"END";
group = core
admin-port = $self->{admin}
admin-interface = 127.0.0.1
admin-password = $password
smsbox-port = $self->{boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
sms-resend-freq = 1

group = smsc
smsc = smpp
smsc-id = simulator
host = 127.0.0.1
port = $smpp_port
receive-port = 0
transceiver-mode = true
smsc-username = kannel
smsc-password = $password
system-type = ""
max-pending-submits = 10
msg-id-type = 0

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = $self->{boxes}
sendsms-port = $self->{sendsms}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = kannel
password = $password
max-messages = 10
concatenation = true
END
    close $file;
    $self->{password} = $password;
}

# Its output goes to a file; ready when the port answers.
sub launch {
    my ($self, $box, $port) = @_;
    my $pid = fork;
    die "fork: $!" unless defined $pid;
    if ($pid == 0) {
        chdir $self->{folder};
        open(STDOUT, '>', "$box.log");
        open(STDERR, '>&', \*STDOUT);
        exec $box, '-v', '1', 'kannel.conf' or POSIX::_exit(127);
    }
    push @{$self->{pids}}, $pid;
    for (1 .. 200) {
        return if IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 1);
        die "$box ended: " . $self->log($box) if waitpid($pid, WNOHANG) == $pid;
        sleep 0.05;
    }
    die "$box does not answer: " . $self->log($box);
}

sub log {
    my ($self, $box) = @_;
    local (@ARGV, $/) = ("$self->{folder}/$box.log");
    return scalar <>;
}

sub escaped {
    my ($text) = @_;
    utf8::encode($text);
    $text =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ge;
    return $text;
}

# Hands a text over; %more are further parameters of sendsms. Returns the HTTP status.
sub send_text {
    my ($self, $to, $text, %more) = @_;
    # Delivered 1, failed 2, accepted by the centre 8, refused by it 16.
    my $report = 'http://127.0.0.1:' . $self->{callback}->sockport . "/report?to=$to&type=%d";
    my %asked = (
        username => 'kannel', password => $self->{password}, from => 'Riverside', to => $to, text => $text,
        charset => 'UTF-8', 'dlr-mask' => 1 + 2 + 8 + 16, 'dlr-url' => $report, %more,
    );
    my $query = join '&', map { "$_=" . escaped($asked{$_}) } sort keys %asked;
    my $http = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$self->{sendsms}", Timeout => 5) or die "sendsms: $!";
    print $http "GET /cgi-bin/sendsms?$query HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";
    my $answer = do { local $/; <$http> };
    return $answer =~ m{^HTTP/1\.\d (\d+)} ? $1 : 0;
}

# Serves the callback until that many reports have come in all, or the time is up.
sub wait_for_reports {
    my ($self, $count, $seconds) = @_;
    my $until = time + $seconds;
    my $door = IO::Select->new($self->{callback});
    while (@{$self->{reports}} < $count && time < $until) {
        next unless $door->can_read(0.2);
        my $caller = $self->{callback}->accept or next;
        my $line = <$caller>;
        push @{$self->{reports}}, {to => $1, type => $2} if defined $line && $line =~ /report\?to=(\d+)&type=(\d+)/;
        print $caller "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
        close $caller;
    }
    return scalar @{$self->{reports}};
}

# The types reported of a number, in order.
sub reported {
    my ($self, $to) = @_;
    return join ' ', map { $_->{type} } grep { $_->{to} eq $to } @{$self->{reports}};
}

# The smsbox first, then the bearerbox, which unbinds. True when both ended by themselves.
sub end {
    my ($self) = @_;
    my $clean = 1;
    for my $pid (reverse splice @{$self->{pids}}) {
        kill 'TERM', $pid;
        my $gone = 0;
        for (1 .. 200) {
            last if $gone = waitpid($pid, WNOHANG) == $pid;
            sleep 0.05;
        }
        next if $gone;
        $clean = 0;
        kill 'KILL', $pid;
        waitpid $pid, 0;
    }
    return $clean;
}

sub DESTROY {
    my ($self) = @_;
    local $?;
    $self->end if $self->{owner} == $$;
}

1;
