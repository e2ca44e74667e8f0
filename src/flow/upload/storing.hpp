#pragma once
// Storing what was read: opens a file of a list, holds it against what the list has, seals and
// stores it in pieces, and makes it whole, or gives it up and sweeps away what there was of it.
// One coroutine at a time.
#include "flow/upload/against.hpp"
#include "flow/upload/intake.hpp"
#include "flow/upload/upload.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cohort::upload {

class Storing {
public:
    // The reading must outlive it.
    Storing(
        const Uploads::Deps& deps,
        const net::Lane& lane,
        const ListReading& reading,
        const ReadOptions& options
    );

    // As Upload::finish.
    Task<Result<Uploaded>> run(practice::Actor actor, lists::NewFile file);

private:
    Task<Result<lists::Started>> start(practice::Actor actor, lists::NewFile file);
    Task<Result<std::optional<FileRefusal>>> hold_against_list(lists::FileRef file);
    Task<Outcome> store(practice::Actor actor, std::string sha256, lists::Started started);
    Task<Outcome> store_spoken_against(lists::Started started, const practice::Sealer& sealer);
    template <class Take>
    Task<Outcome> store_pieces(
        lists::FileRef file,
        std::size_t count,
        std::size_t (Intake::*in_piece)(std::size_t) const,
        Take take
    );
    void count_spoken_against(std::span<const lists::Placed> earlier);
    Task<> give_up(lists::FileRef file);

    HashNumber hash() const;
    std::optional<FileRefusal> too_many(std::size_t patients) const;

    const Uploads::Deps& deps_;
    net::Lane lane_;
    const ListReading& reading_;
    ReadOptions options_;
    std::optional<Intake> intake_;
    lists::SpokenAgainst spoken_against_;
    std::vector<lists::SharedMobile> shared_;
};

}
