// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_SRC_HPP
#define TACHO_HTTP_SRC_HPP

/// The definitions of everything that needs Boost, for programs that compile them once. Such a
/// program also includes `<tacho/src.hpp>`, in the same file or in another; see there.

#if !defined(TACHO_SEPARATE_COMPILATION)
# error "<tacho/http/src.hpp> is for programs that define TACHO_SEPARATE_COMPILATION for every file"
#endif

#include <tacho/component/status_server.ipp>
#include <tacho/http/exposer.ipp>
#include <tacho/hypertrace/prometheus.ipp>

#endif
