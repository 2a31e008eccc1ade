// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SCRAPE_HPP
#define TACHO_HTTP_DETAIL_SCRAPE_HPP

#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/formats.hpp>
#include <tacho/exposition/gatherer.hpp>
#include <tacho/http/detail/gzip.hpp>
#include <tacho/registry.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::http::detail {

// All that one answer at `options::path` needs: the exposition, which holds the values that were
// read, and the encoder, which writes them as text, piece by piece. The served families come first
// and the exposer's own follow.
//
// A session borrows a scrape from the pool while it sends such an answer. The scrape keeps its
// memory and its encoders for the next session.
class scrape {
public:
    // Reads the values of `served` and of `own`, which may be null, and begins their text in the
    // format `in`, compressed or not. Throws what reading them throws.
    void begin(format in, bool compressed, gatherer const& served, registry const* own) {
        end();
        served.gather(exposition_);
        if (own != nullptr)
            exposition_.add_missing(own->collect());
        encoder_ = &encoder_of(in);
        encoder_->begin(exposition_.view());
        left_to_compress_ = compressed;
        compressed_ = compressed;
        if (!compressed)
            return;
        if (gzip_ == nullptr)
            gzip_ = std::make_unique<gzip>();
        coded_.clear();
        gzip_->begin(coded_);
        is_first_ = true;
    }

    // The next piece, valid until the next call; empty at the end.
    [[nodiscard]] std::string_view next() {
        if (!compressed_)
            return encoder_->next();
        if (!std::exchange(is_first_, false))
            coded_.clear();
        // A compressed piece is worth sending when it fills some packets.
        constexpr std::size_t worth_sending = 16384;
        while (left_to_compress_ && coded_.size() < worth_sending) {
            auto const piece = encoder_->next();
            left_to_compress_ = !piece.empty();
            if (left_to_compress_)
                gzip_->put(piece, coded_);
            else
                gzip_->end(coded_);
        }
        return coded_;
    }

    // Gives the memory of the values back to their registries.
    void end() noexcept { exposition_.clear(); }

private:
    struct made_encoder {
        format of;
        std::unique_ptr<encoder> made;
    };

    [[nodiscard]] encoder& encoder_of(format in) {
        auto const found = std::ranges::find(encoders_, in, &made_encoder::of);
        if (found != encoders_.end())
            return *found->made;
        encoders_.push_back({in, make_encoder(in)});
        return *encoders_.back().made;
    }

    exposition exposition_{};
    std::vector<made_encoder> encoders_{}; // of the formats that scrapers have asked for
    encoder* encoder_ = nullptr;
    std::unique_ptr<gzip> gzip_{}; // null until a scraper wants it
    std::string coded_{};          // the present piece
    bool compressed_ = false;
    bool left_to_compress_ = false;
    bool is_first_ = false;
};

// The scrapes that may run at the same time. Each is made when it is first needed, and then reused.
class scrape_pool {
public:
    explicit scrape_pool(std::size_t limit)
        : limit_{limit} {}

    // Returns null if all scrapes are in use.
    [[nodiscard]] scrape* try_acquire() {
        if (!unused_.empty()) {
            auto* const found = unused_.back();
            unused_.pop_back();
            return found;
        }
        if (all_.size() == limit_)
            return nullptr;
        unused_.reserve(all_.size() + 1); // so that release cannot fail
        return all_.emplace_back(std::make_unique<scrape>()).get();
    }

    void release(scrape& used) noexcept {
        used.end();
        unused_.push_back(&used);
    }

private:
    std::size_t limit_;
    std::vector<std::unique_ptr<scrape>> all_{};
    std::vector<scrape*> unused_{};
};

} // namespace tacho::inline v0::http::detail

#endif
