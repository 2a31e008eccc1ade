// SPDX-License-Identifier: BSL-1.0

// All single headers in one file.
#include <single_include/tacho/component.hpp>
#include <single_include/tacho/exposer.hpp>
#include <single_include/tacho/hyperlight.hpp>
#include <single_include/tacho/hypertrace.hpp>
#include <single_include/tacho/monitor.hpp>
#include <single_include/tacho/tacho.hpp>
