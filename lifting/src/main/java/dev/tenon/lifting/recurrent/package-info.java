/**
 * Rules for recurrences: operators, loops and scans as recurrent layers. Reading starts at {@link
 * dev.tenon.lifting.recurrent.RecurrentRules}.
 */
@NullMarked
package dev.tenon.lifting.recurrent;

import org.jspecify.annotations.NullMarked;
