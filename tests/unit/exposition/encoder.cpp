// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/encoder.hpp>

#include <tacho/tacho.hpp>

#include <support/catch.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

static_assert(tacho::max_piece == 64 * 1024);
static_assert(std::is_abstract_v<tacho::encoder>);
static_assert(std::has_virtual_destructor_v<tacho::encoder>);
static_assert(!std::is_copy_constructible_v<tacho::encoder>);
static_assert(!std::is_copy_assignable_v<tacho::encoder>);

namespace {

/// Another format beside the text format: needs nothing but the snapshot.
class names_only final : public tacho::encoder {
public:
    explicit names_only(tacho::snapshot const& from)
        : from_{from} {}

    [[nodiscard]] std::string_view content_type() const noexcept override { return "text/names"; }

    [[nodiscard]] std::string_view next() override {
        if (at_ == from_.size())
            return {};
        return from_[at_++].description().name;
    }

private:
    tacho::snapshot const& from_;
    std::size_t at_{0};
};

} // namespace

TEST_CASE("another encoder needs nothing but a snapshot", "[encoder]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    tacho::gauge const gauge{registry, "g", "G."};
    auto const snapshot = registry.collect();
    std::unique_ptr<tacho::encoder> const encoder = std::make_unique<names_only>(snapshot);
    CHECK(encoder->content_type() == "text/names");
    CHECK(encoder->next() == "c_total");
    CHECK(encoder->next() == "g");
    CHECK(encoder->next().empty());
    CHECK(encoder->next().empty());
}
