// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROMETHEUS_IPP
#define TACHO_HYPERTRACE_PROMETHEUS_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/http/options.hpp>
#include <tacho/hypertrace/prometheus.hpp>
#include <tacho/hypertrace/trace_function.hpp>

#include <string>
#include <utility>

namespace tacho::inline v0::hypertrace {

TACHO_DECL prometheus::prometheus(prometheus_options options)
    : registry_{options.registry != nullptr ? *options.registry : own_}
    , counter_{
          registry_, {std::move(options.allowed_props), options.object_ids, options.series_limit}
      } {
    try {
        if (options.collect_defaults)
            process_.emplace(registry_);
        if (options.port)
            exposer_.emplace(http::options{
                .address = options.address,
                .port = *options.port,
                .registry = registry_,
                .self_metrics = false // hypertrace-prometheus does not serve them either
            });
    } catch (...) {
        counter_.unregister();
        throw;
    }
}

TACHO_DECL prometheus::~prometheus() {
    stop();
}

TACHO_DECL prometheus::operator trace_function() const {
    return counter_;
}

TACHO_DECL std::string prometheus::metrics() const {
    return to_text(registry_);
}

TACHO_DECL void prometheus::stop() {
    if (exposer_)
        exposer_->stop();
    counter_.unregister();
}

} // namespace tacho::inline v0::hypertrace

#endif
