// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_MERGER_HPP
#define TACHO_EXPOSITION_DETAIL_MERGER_HPP

#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/hash.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/left_out.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// Decides which families of several snapshots and foreign texts can be shown together, and in
/// which order. See exposition::merge for the rules.
class exposition_merger {
public:
    exposition_merger(std::span<snapshot const> parts, left_out_report const& report)
        : parts_{parts}
        , report_{report} {
        plan_.parts = parts.size();
        auto candidates = families_by_name();
        auto groups = groups_of(candidates);
        std::ranges::sort(groups, {}, [](group const& each) { return each.front().place(); });
        std::erase_if(groups, [&](group const& each) {
            if (claim(
                    sample_names(each.front().name, description_of(each.front()).type), snapshots
                ))
                return false;
            counts_.families += each.size();
            complain(each.front().name, "has a sample's name that another metric has");
            return true;
        });
        std::ranges::sort(groups, {}, [](group const& each) { return each.front().name; });
        for (auto const each : groups)
            plan_group(each);
    }

    [[nodiscard]] exposition_plan take_plan() noexcept { return std::move(plan_); }
    [[nodiscard]] left_out const& counts() const noexcept { return counts_; }

    /// Returns the foreign families that can be shown, without the series that were left out.
    [[nodiscard]] std::vector<parsed_family> merge(std::vector<parsed_family> foreign) {
        // Maps each metric to the first family of `foreign` that has it, by index: all lines of a
        // metric are shown from that family.
        std::unordered_map<std::string, std::size_t> seen;
        std::vector<parsed_family> shown;
        for (auto& each : foreign) {
            auto const there = names_.find(each.name);
            bool const again = there != names_.end() && there->second != snapshots &&
                               shown[there->second].name == each.name &&
                               shown[there->second].type == each.type &&
                               shown[there->second].help == each.help;
            if (!again && !claim(sample_names(each), shown.size())) {
                ++counts_.families;
                complain(each.name, "is in a foreign text, but was there before");
                continue;
            }
            auto const place = static_cast<std::size_t>(&each - foreign.data());
            counts_.series += std::erase_if(each.samples, [&](auto const& sample) {
                return seen.try_emplace(sample.metric, place).first->second != place;
            });
            if (again)
                std::ranges::move(each.samples, std::back_inserter(shown[there->second].samples));
            else
                shown.push_back(std::move(each));
        }
        return shown;
    }

private:
    /// A family of a snapshot.
    struct candidate {
        std::string_view name;
        std::uint32_t part;
        std::uint32_t family;

        [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> place() const noexcept {
            return {part, family};
        }
    };

    /// Families of one name.
    using group = std::span<candidate>;

    /// A series of a group, with a hash of its labels that does not depend on their order.
    struct hashed_series {
        std::uint64_t hash;
        std::size_t entry;
        std::uint32_t series;
    };

    /// Owner value of `names_` for a family that came from a snapshot; any other value is an index
    /// into `shown`.
    static constexpr std::size_t snapshots = ~std::size_t{0};

    [[nodiscard]] family_description const& description_of(candidate const& of) const noexcept {
        return parts_[of.part][of.family].description();
    }

    [[nodiscard]] std::vector<candidate> families_by_name() const {
        std::vector<candidate> all;
        for (std::uint32_t part = 0; part < parts_.size(); ++part)
            for (std::uint32_t family = 0; family < parts_[part].size(); ++family)
                all.push_back({parts_[part][family].description().name, part, family});
        std::ranges::sort(all, {}, [](candidate const& each) {
            return std::pair{each.name, each.place()};
        });
        return all;
    }

    [[nodiscard]] static std::vector<group> groups_of(group all) {
        std::vector<group> groups;
        while (!all.empty()) {
            auto const other = std::ranges::find_if(all, [&](candidate const& each) {
                return each.name != all.front().name;
            });
            auto const size = static_cast<std::size_t>(other - all.begin());
            groups.push_back(all.first(size));
            all = all.subspan(size);
        }
        return groups;
    }

    /// Claims sample names for a family. Returns false, and claims none, if another family has one
    /// of them.
    [[nodiscard]] bool claim(std::vector<std::string> const& names, std::size_t owner) {
        for (auto const& each : names)
            if (names_.contains(each))
                return false;
        for (auto const& each : names)
            names_.emplace(each, owner);
        return true;
    }

    void complain(std::string_view family, std::string_view why) const {
        if (report_)
            report_(family, why);
    }

    void plan_group(group const& all) {
        auto const& shown = description_of(all.front());
        auto const begin = plan_.entries.size();
        for (auto const& each : all) {
            auto const& other = description_of(each);
            if (other.type == shown.type && other.help == shown.help && other.unit == shown.unit) {
                bool const continues = plan_.entries.size() > begin;
                plan_.entries.push_back({each.part, each.family, 0, continues});
                continue;
            }
            ++counts_.families;
            complain(
                other.name,
                "is a " + text_of(other) + ", but was shown as a " + text_of(shown) + " before"
            );
        }
        auto const twice = series_there_twice(begin);
        counts_.series += twice.size();
        auto next = twice.begin();
        for (auto entry = begin; entry < plan_.entries.size(); ++entry) {
            plan_.entries[entry].first_left_out = static_cast<std::uint32_t>(plan_.left_out.size());
            for (; next != twice.end() && next->first == entry; ++next)
                plan_.left_out.push_back(next->second);
        }
    }

    [[nodiscard]] static std::string text_of(family_description const& of) {
        std::string text{to_string(of.type)};
        text.append(" with the help ").append(in_quotes(of.help));
        if (!of.unit.empty())
            text.append(" and the unit ").append(in_quotes(of.unit));
        return text;
    }

    /// Returns the entries and indices, in order, of all series whose labels an earlier series has,
    /// among the entries from `begin` on, which are of one family.
    [[nodiscard]] std::vector<std::pair<std::size_t, std::uint32_t>>
    series_there_twice(std::size_t begin) const {
        std::vector<std::pair<std::size_t, std::uint32_t>> twice;
        auto const& entries = plan_.entries;
        if (entries.size() - begin < 2)
            return twice;
        std::vector<hashed_series> all;
        for (auto entry = begin; entry < entries.size(); ++entry) {
            auto const family = parts_[entries[entry].part][entries[entry].family];
            for (std::uint32_t i = 0; i < family.size(); ++i)
                if (auto const series = family[i]; series.present())
                    all.push_back({hash_of(series), entry, i});
        }
        std::ranges::sort(all, {}, [](hashed_series const& each) {
            return std::tuple{each.hash, each.entry, each.series};
        });
        for (auto each = all.begin(); each != all.end(); ++each)
            for (auto earlier = each; earlier != all.begin();)
                if ((--earlier)->hash != each->hash)
                    break;
                else if (labels_of(*earlier) == labels_of(*each)) {
                    twice.emplace_back(each->entry, each->series);
                    break;
                }
        std::ranges::sort(twice);
        return twice;
    }

    [[nodiscard]] std::uint64_t hash_of(series_view const& of) const noexcept {
        std::uint64_t hash = 0;
        for (std::size_t i = 0; i < of.label_count(); ++i)
            if (auto const [name, value] = of.label(i); !value.empty())
                hash += hash_text(secret_, hash_text(secret_, 1, name), value);
        return hash;
    }

    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>>
    labels_of(hashed_series const& of) const {
        auto const& entry = plan_.entries[of.entry];
        auto const series = parts_[entry.part][entry.family][of.series];
        std::vector<std::pair<std::string_view, std::string_view>> labels;
        for (std::size_t i = 0; i < series.label_count(); ++i)
            if (auto const [name, value] = series.label(i); !value.empty())
                labels.emplace_back(name, value);
        std::ranges::sort(labels);
        return labels;
    }

    std::span<snapshot const> parts_;
    left_out_report const& report_;
    exposition_plan plan_{};
    left_out counts_{};
    std::unordered_map<std::string, std::size_t> names_{}; // owners of sample names
    hash_secret secret_{fresh_hash_secret(this)};
};

} // namespace detail

} // namespace tacho::inline v0

#endif
