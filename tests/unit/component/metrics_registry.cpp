// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/metrics_registry.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <vector>

namespace {

namespace component = tacho::component;

// Another library behind the interface: a log.

template <class Interface, tacho::metric_type Type>
class logged : public Interface {
public:
    logged(std::string_view name, std::string& log)
        : name_{name}
        , log_{log} {}
    std::string_view name() const noexcept override { return name_; }
    std::string_view description() const noexcept override { return "Logged."; }
    tacho::metric_type type() const noexcept override { return Type; }

protected:
    void log(std::string_view what, double value) {
        log_.append(name_).append(what).append(std::to_string(static_cast<int>(100 * value)));
        log_.append("\n");
    }

private:
    std::string name_;
    std::string& log_;
};

struct counts final : logged<component::counter, tacho::metric_type::counter> {
    using logged::logged;
    void increment() noexcept override { log(" ++ ", 1); }
    void add(std::uint64_t amount) noexcept override { log(" + ", static_cast<double>(amount)); }
};

struct moves final : logged<component::gauge, tacho::metric_type::gauge> {
    using logged::logged;
    void set(double value) noexcept override { log(" = ", value); }
    void increment(double by) noexcept override { log(" += ", by); }
    void decrement(double by) noexcept override { log(" -= ", by); }
};

struct observes final : logged<component::histogram, tacho::metric_type::histogram> {
    using logged::logged;
    void observe(double value) noexcept override { log(" sees ", value); }
};

class log_registry final : public component::metrics_registry {
public:
    std::string_view prefix() const noexcept override { return {}; }
    std::string prometheus_format_str() const override { return log_; }

private:
    using labels = std::vector<tacho::label>;
    std::shared_ptr<component::counter>
    make_counter(std::string_view name, std::string_view, labels const&) override {
        return std::make_shared<counts>(name, log_);
    }
    std::shared_ptr<component::gauge>
    make_gauge(std::string_view name, std::string_view, labels const&) override {
        return std::make_shared<moves>(name, log_);
    }
    std::shared_ptr<component::histogram> make_histogram(
        std::string_view name, std::string_view, labels const&, std::vector<double> const& bounds
    ) override {
        return std::make_shared<observes>(
            std::string{name} + " of " + std::to_string(bounds.size()), log_
        );
    }

    std::string log_{};
};

} // namespace

TEST_CASE("a component records into any implementation of the interface", "[component]") {
    log_registry in;
    component::metrics_registry& as_interface = in;
    service<component::metrics_registry> const it{as_interface};
    it.handle(2);
    it.restore(40, 3);
    CHECK(
        in.prometheus_format_str() == "service_requests_total ++ 100\n"
                                      "service_active_requests += 100\n"
                                      "service_request_duration_seconds of 2 sees 200\n"
                                      "service_active_requests -= 100\n"
                                      "service_requests_total + 4000\n"
                                      "service_active_requests = 300\n"
                                      "service_active_requests += 50\n"
                                      "service_active_requests -= 25\n"
    );
}

TEST_CASE("metrics behind the interface tell name, description and type", "[component]") {
    log_registry in;
    auto const made = in.create_histogram("d", "Logged.");
    CHECK(made.name() == "d of 11");
    CHECK(made.description() == "Logged.");
    CHECK(made.type() == tacho::metric_type::histogram);
    CHECK(in.create_gauge("g", "Logged.").type() == tacho::metric_type::gauge);
    CHECK(in.create_counter("c", "Logged.").name() == "c");
}
