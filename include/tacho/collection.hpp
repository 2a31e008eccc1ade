// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTION_HPP
#define TACHO_COLLECTION_HPP

#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/options.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

struct snapshot_memory;

/// A family that a collector gave, with its own text.
struct collected_family {
    struct sample {
        std::string text{}; // `name{labels} `
        std::vector<label> labels{};
        std::vector<std::uint64_t> values{};

        [[nodiscard]] std::string_view labels_text(std::string_view name) const noexcept {
            return labels_in(text, name);
        }
    };

    family_description description{};
    std::deque<sample> samples{};
    std::set<std::string> seen{}; // the texts of the samples
};

} // namespace detail

/// What a custom collector fills during a scrape: families and their samples.
///
/// Thread safety: used by one thread, during the call. Errors: registration_error for a wrong name,
/// label or bound; a collector that throws gives nothing in this scrape.
class collection {
public:
    /// One family being filled. Valid until the collector returns.
    class family_sink {
    public:
        /// Adds a sample. One with the labels of an earlier one is left out. Labels are written in
        /// order of their names.
        family_sink& sample(std::vector<label> const& labels, double value) {
            if (to_->description.type == metric_type::histogram)
                detail::fail_registration(
                    to_->description.name, "is a histogram: use histogram(), not sample()"
                );
            if (to_->description.type == metric_type::counter && !(value >= 0))
                detail::fail_registration(
                    to_->description.name,
                    "is a counter, which cannot be " + detail::number_text(value)
                );
            add(labels, {std::bit_cast<std::uint64_t>(value)});
            return *this;
        }

        /// Adds a histogram: `counts` of each bucket, not cumulative, the last for +Inf. All of a
        /// family have the same bounds.
        family_sink& histogram(
            std::vector<label> const& labels,
            std::span<double const> bounds,
            std::span<std::uint64_t const> counts,
            double sum
        ) {
            auto& description = to_->description;
            if (description.type != metric_type::histogram)
                detail::fail_registration(
                    description.name, "is no histogram: use sample(), not histogram()"
                );
            detail::check_bounds(description.name, bounds);
            if (counts.size() != bounds.size() + 1)
                detail::fail_registration(
                    description.name, "needs one count more than bounds: the last is for +Inf"
                );
            if (description.bound_texts.empty())
                detail::set_bounds(description, bounds);
            else if (!std::ranges::equal(description.bounds, bounds))
                detail::fail_registration(
                    description.name, "has other bounds than this family's first histogram"
                );
            std::vector<std::uint64_t> values{counts.begin(), counts.end()};
            std::uint64_t total = 0;
            for (auto const count : counts)
                total += count;
            values.push_back(std::bit_cast<std::uint64_t>(sum));
            values.push_back(total);
            add(labels, std::move(values));
            return *this;
        }

    private:
        friend class collection;
        explicit family_sink(detail::collected_family& to)
            : to_{&to} {}

        void add(std::vector<label> const& labels, std::vector<std::uint64_t> values) {
            auto const& description = to_->description;
            metric_options options;
            options.labels = labels;
            detail::metric_shape shape;
            shape.type = description.type;
            detail::check_labels(description.name, options, shape);
            detail::collected_family::sample made{description.name, labels, std::move(values)};
            // Equal label sets get equal texts: in order of names, and an empty value is no label.
            std::erase_if(made.labels, [](auto const& each) { return each.value.empty(); });
            std::ranges::sort(made.labels, {}, &label::name);
            for (auto& each : made.labels) {
                each.value = detail::to_utf8(each.value);
                made.text.append(&each == &made.labels.front() ? "{" : ",");
                detail::append_label(made.text, each.name, each.value);
            }
            made.text.append(made.labels.empty() ? " " : "} ");
            if (to_->seen.insert(made.text).second)
                to_->samples.push_back(std::move(made));
        }

        detail::collected_family* to_;
    };

    collection() = default;
    collection(collection const&) = delete;
    collection& operator=(collection const&) = delete;

    /// Begins a family, or goes on with one begun earlier in this scrape. One whose name is
    /// registered is left out.
    [[nodiscard]] family_sink family(
        std::string_view name, std::string_view help, metric_type type, std::string_view unit = {}
    ) {
        auto const samples = detail::sample_names(name, type);
        for (auto& each : families_) {
            auto const& other = each.description;
            if (other.name == name) {
                if (other.type != type || other.help != help)
                    detail::fail_registration(
                        name, "is collected twice, with another type or help"
                    );
                return family_sink{each};
            }
            auto const taken = detail::sample_names(other.name, other.type);
            if (std::ranges::find_first_of(samples, taken) != samples.end())
                detail::fail_registration(
                    name, "clashes with the collected metric " + detail::in_quotes(other.name)
                );
        }
        detail::metric_shape shape;
        shape.type =
            type == metric_type::histogram ? metric_type::untyped : type; // bounds come later
        metric_options options;
        options.unit = unit;
        detail::metric_declaration const declared{name, help, options, shape};
        detail::check_metric(declared);
        auto described = detail::describe(declared);
        described.type = type;
        families_.push_back({std::move(described), {}, {}});
        return family_sink{families_.back()};
    }

private:
    friend struct detail::snapshot_memory;
    friend class snapshot;

    void clear() noexcept { families_.clear(); }

    /// How many samples each family has: what a failing collector gave is taken back to here.
    [[nodiscard]] std::vector<std::size_t> mark() const {
        std::vector<std::size_t> sizes;
        for (auto const& each : families_)
            sizes.push_back(each.samples.size());
        return sizes;
    }
    void rewind(std::vector<std::size_t> const& sizes) noexcept {
        families_.resize(sizes.size());
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            auto& [description, samples, seen] = families_[i];
            for (; samples.size() > sizes[i]; samples.pop_back())
                seen.erase(samples.back().text);
            if (samples.empty()) { // the next histogram says which bounds there are
                description.bounds.clear();
                description.bound_texts.clear();
            }
        }
    }

    /// Leaves out families without samples, and those with a sample name that is taken; how many of
    /// the latter.
    template <typename Taken>
    std::size_t leave_out(Taken const& taken) {
        std::erase_if(families_, [](auto const& each) { return each.samples.empty(); });
        return std::erase_if(families_, [&](auto const& each) {
            auto const names = detail::sample_names(each.description.name, each.description.type);
            return std::ranges::any_of(names, taken);
        });
    }

    std::deque<detail::collected_family> families_;
};

} // namespace tacho::inline v0

#endif
