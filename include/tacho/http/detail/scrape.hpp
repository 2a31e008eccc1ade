// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SCRAPE_HPP
#define TACHO_HTTP_DETAIL_SCRAPE_HPP

#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/formats.hpp>
#include <tacho/exposition/gatherer.hpp>
#include <tacho/registry.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace tacho::inline v0::http::detail {

// The body of one answer: what is served, then the exposer's own families, made piece by piece.
class scrape {
public:
    // Both are read here; `own` may be null. Throws what scraping throws.
    void begin(exposition_format const& in, gatherer const& served, registry const* own) {
        end();
        served.gather(exposition_);
        if (own != nullptr)
            exposition_.add_missing(own->collect());
        auto& kept = encoders_[static_cast<std::size_t>(&in - exposition_formats.data())];
        if (kept == nullptr)
            kept = in.make();
        encoder_ = kept.get();
        encoder_->begin(exposition_.view());
    }

    [[nodiscard]] std::string_view content_type() const noexcept {
        return encoder_->content_type();
    }

    // Valid until the next call; empty at the end.
    [[nodiscard]] std::string_view next() { return encoder_->next(); }

    // Gives the values' memory back.
    void end() noexcept { exposition_.clear(); }

private:
    exposition exposition_;
    std::array<std::unique_ptr<encoder>, exposition_formats.size()> encoders_;
    encoder* encoder_ = nullptr;
};

// The scrapes that may run at the same time, made when first wanted and used again.
class scrape_pool {
public:
    explicit scrape_pool(std::size_t limit)
        : limit_{limit} {}

    // Null when all are in use.
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
    std::vector<std::unique_ptr<scrape>> all_;
    std::vector<scrape*> unused_;
};

} // namespace tacho::inline v0::http::detail

#endif
