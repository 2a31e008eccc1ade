// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/recording_registry.hpp>
#include <tacho/component/registry_kinds.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <utility>

using tacho::component::registry_kinds;

TEST_CASE("a word from a configuration chooses a component's registry", "[component]") {
    registry_kinds const kinds;
    auto const counting = kinds.make("tacho");
    auto const none = kinds.make("none");
    run_service(*counting);
    run_service(*none);
    CHECK(counting->prometheus_format_str() == service_text);
    CHECK(none->prometheus_format_str().empty());
    CHECK(kinds.make("tacho", "p_")->prefix() == "p_");
}

TEST_CASE("a program can add kinds of registries and replace the existing ones", "[component]") {
    auto const recording = [](std::string prefix) {
        return tacho::component::run_time(
            std::make_shared<tacho::component::recording_registry>(std::move(prefix))
        );
    };
    registry_kinds kinds;
    kinds.add("recording", recording).add("none", recording);
    CHECK(kinds.make("recording", "r_")->prefix() == "r_");
    auto const replaced = kinds.make("none");
    run_service(*replaced);
    CHECK(replaced->prometheus_format_str() == service_text);
}

TEST_CASE("the error for an unknown kind lists the known ones", "[component]") {
    std::string said;
    try {
        static_cast<void>(registry_kinds{}.make("otlp"));
    } catch (std::invalid_argument const& error) {
        said = error.what();
    }
    CHECK(
        said == "tacho: there is no kind of registry called \"otlp\"; there are \"none\", \"tacho\""
    );
}
