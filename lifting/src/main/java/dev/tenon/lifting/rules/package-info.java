/**
 * The rules that write operators as layers, a file for each family; {@link
 * dev.tenon.lifting.rules.Rules} lists them.
 */
@NullMarked
package dev.tenon.lifting.rules;

import org.jspecify.annotations.NullMarked;
