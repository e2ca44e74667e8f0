// What the person who looks after the server reads at start, or on the command line.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"sealed.damaged",
     "Sorry, something that Cohort had stored cannot be read any more.",
     "Tell the person who looks after Cohort. The database may be damaged, or the master key may "
     "be another one."},
    {"secret_file.missing",
     "A file that holds a password cannot be found.",
     "Check its path in the configuration."},
    {"secret_file.open_to_others",
     "A file that holds a password can be read by other accounts of this machine.",
     "Set its mode to 600, and change the password if others may have read it."},
    {"master_key.wrong",
     "The master key is not the one this database was written with, so nothing in it can be read.",
     "Put the copy of the right master.key back. Nothing was changed."},
    {"master_key.missing",
     "The file with the master key cannot be found.",
     "Put it back from where you keep its copy. Without it nothing that is stored can be read."},
    {"master_key.open_to_others",
     "The file with the master key can be read by other accounts of this machine.",
     "Set its mode to 600."},
    {"master_key.wrong_size",
     "The file with the master key does not hold exactly 32 bytes.",
     "Put the right file back from where you keep its copy."},
    {"master_key.not_writable",
     "The file for the master key cannot be written.",
     "Check the folder's owner and mode, and that there is room on the disk."},
    {"log.level_unknown", "There is no log level of that name.", "Use debug, info, warn or error."},
    {"net.address_unreadable",
     "The address to listen on is not an IP address.",
     "Write it as in 127.0.0.1."},
    {"net.port_taken",
     "Another program listens on this port already.",
     "Stop that program, or choose another port."},
    {"tls.ca_unreadable",
     "The file with the trusted certificates cannot be read.",
     "Check its path and that it holds certificates in PEM form."},
    {"tls.certificate_unreadable",
     "The file with the certificate cannot be read.",
     "Check its path and that it holds a certificate in PEM form."},
    {"tls.key_unreadable",
     "The file with the certificate's key cannot be read, or does not belong to the certificate.",
     "Check its path and that it holds the right key in PEM form."},
};

}

std::span<const Sentence> operator_words() {
    return table;
}

}
