#include "practice/sealing.hpp"

#include "base/secret.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

namespace cohort::practice {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t hash_bytes = 16;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// The place as authenticated data: the column's name, then the row's numbers.
std::string authenticated(const Place& place) {
    std::string text(place.column);
    text.push_back('\0');
    text.append(reinterpret_cast<const char*>(place.row.data()), sizeof place.row);
    return text;
}

}

class Key {
public:
    explicit Key(std::string bytes) : bytes_(std::move(bytes)) {
        COHORT_ENSURE(
            bytes_.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key has 32 bytes"
        );
        sodium_mlock(bytes_.data(), bytes_.size());
    }

    ~Key() { sodium_munlock(bytes_.data(), bytes_.size()); }

    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;

    const unsigned char* data() const { return bytes_of(bytes_); }

private:
    std::string bytes_;
};

namespace {

std::shared_ptr<const Key> derive(std::string_view master, const char (&purpose)[9]) {
    std::string subkey(crypto_kdf_KEYBYTES, '\0');
    crypto_kdf_derive_from_key(bytes_of(subkey), subkey.size(), 1, purpose, bytes_of(master));
    return std::make_shared<Key>(std::move(subkey));
}

}

Sealer::Sealer(std::shared_ptr<const Key> key, Random& random)
    : key_(std::move(key)), random_(&random) {}

std::string Sealer::seal(std::string_view plain, const Place& place) const {
    const std::string bound_to = authenticated(place);
    std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
    random_->fill(std::as_writable_bytes(std::span(sealed.data(), nonce_bytes)));
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(sealed) + nonce_bytes,
        nullptr,
        bytes_of(plain),
        plain.size(),
        bytes_of(std::string_view(bound_to)),
        bound_to.size(),
        nullptr,
        bytes_of(sealed),
        key_->data()
    );
    return sealed;
}

Result<std::string> Sealer::open(std::string_view sealed, const Place& place) const {
    if (sealed.size() < nonce_bytes + tag_bytes) {
        return Error{ErrorKind::internal, "sealed.damaged", std::string(place.column)};
    }
    const std::string bound_to = authenticated(place);
    std::string plain(sealed.size() - nonce_bytes - tag_bytes, '\0');
    const int fault = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes_of(plain),
        nullptr,
        nullptr,
        bytes_of(sealed) + nonce_bytes,
        sealed.size() - nonce_bytes,
        bytes_of(std::string_view(bound_to)),
        bound_to.size(),
        bytes_of(sealed),
        key_->data()
    );
    if (fault != 0) {
        return Error{ErrorKind::internal, "sealed.damaged", std::string(place.column)};
    }
    return plain;
}

Keyring::Keyring(std::string_view master, Random& random)
    : random_(&random), wrapping_(derive(master, "wrapping")), hashing_(derive(master, "hashing_")),
      deployment_(derive(master, "deployed"), random) {}

Result<Keyring> Keyring::load(const std::filesystem::path& file, Random& random) {
    COHORT_ENSURE(sodium_init() >= 0, "libsodium starts");
    struct stat about{};
    if (::stat(file.c_str(), &about) != 0) {
        return Error{ErrorKind::unavailable, "master_key.missing", file.string()};
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{ErrorKind::unavailable, "master_key.open_to_others", file.string()};
    }
    std::ifstream stream(file, std::ios::binary);
    std::string master(crypto_kdf_KEYBYTES + 1, '\0');
    stream.read(master.data(), static_cast<std::streamsize>(master.size()));
    if (stream.gcount() != crypto_kdf_KEYBYTES) {
        return Error{ErrorKind::unavailable, "master_key.wrong_size", file.string()};
    }
    master.resize(crypto_kdf_KEYBYTES);
    Keyring keyring(master, random);
    wipe(master);
    return keyring;
}

Outcome Keyring::create_if_missing(const std::filesystem::path& file, Random& random) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) {
        return errno == EEXIST
                   ? done()
                   : Outcome(Error{ErrorKind::unavailable, "master_key.not_writable", file.string()}
                     );
    }
    std::array<std::byte, crypto_kdf_KEYBYTES> master{};
    random.fill(master);
    const bool written = ::write(handle, master.data(), master.size()) == ssize_t{master.size()}
                         && ::fsync(handle) == 0;
    ::close(handle);
    ::explicit_bzero(master.data(), master.size());
    if (!written) {
        return Error{ErrorKind::unavailable, "master_key.not_writable", file.string()};
    }
    return done();
}

std::string Keyring::wrap_new_key(PracticeId practice) const {
    std::string key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
    random_->fill(std::as_writable_bytes(std::span(key)));
    std::string wrapped =
        Sealer(wrapping_, *random_).seal(key, {"practices.key_wrapped", {practice.value}});
    wipe(key);
    return wrapped;
}

Result<Sealer> Keyring::unwrap(PracticeId practice, std::string_view wrapped) const {
    COHORT_TRY(
        key, Sealer(wrapping_, *random_).open(wrapped, {"practices.key_wrapped", {practice.value}})
    );
    return Sealer(std::make_shared<Key>(std::move(key)), *random_);
}

std::string Keyring::hash(HashOf of, std::string_view text) const {
    std::string digest(hash_bytes, '\0');
    crypto_generichash_state state;
    crypto_generichash_init(&state, hashing_->data(), crypto_kdf_KEYBYTES, digest.size());
    const auto purpose = static_cast<unsigned char>(of);
    crypto_generichash_update(&state, &purpose, 1);
    crypto_generichash_update(&state, bytes_of(text), text.size());
    crypto_generichash_final(&state, bytes_of(digest), digest.size());
    return digest;
}

}
