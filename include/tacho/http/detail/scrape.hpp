// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SCRAPE_HPP
#define TACHO_HTTP_DETAIL_SCRAPE_HPP

#include <tacho/exposition/text.hpp>
#include <tacho/registry.hpp>
#include <tacho/snapshot.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tacho::inline v0::http::detail {

// The body of one answer: the registry's text, then the exposer's own, made piece by piece.
class scrape {
public:
    // Both registries are read here; `own` may be null. Throws what collecting throws.
    void begin(registry_ref const& served, registry const* own) {
        end();
        values_[0].emplace(served.collect());
        if (own != nullptr)
            values_[1].emplace(own->collect());
        text_.emplace(*values_[0]);
    }

    [[nodiscard]] std::string_view content_type() const noexcept { return text_->content_type(); }

    // Valid until the next call; empty at the end.
    [[nodiscard]] std::string_view next() {
        auto piece = text_->next();
        if (piece.empty() && part_ == 0 && values_[1]) {
            part_ = 1;
            text_.emplace(*values_[1]);
            piece = text_->next();
        }
        return piece;
    }

    // Gives the values' memory back.
    void end() noexcept {
        text_.reset();
        for (auto& values : values_)
            values.reset();
        part_ = 0;
    }

private:
    std::array<std::optional<snapshot>, 2> values_;
    std::optional<text_encoder> text_;
    std::size_t part_ = 0;
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
