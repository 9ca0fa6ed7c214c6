/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agencies.h - the authority list of a chain: one, however many of its plugins
 * look names up in it.
 *
 * To be called in start(); the list is lent for the life of the instance.
 */
#ifndef PLUGINS_COMMON_AGENCIES_H
#define PLUGINS_COMMON_AGENCIES_H

#include "common/agency.h"
#include "torntape/plugin.h"

/* NULL after tt_start_error(): there is no usable agencies.csv. */
const struct agency_list *agencies_open(struct tt_instance *self);

#endif
