/** What tests of several modules share. */
@NullMarked
package dev.tenon.testing;

import org.jspecify.annotations.NullMarked;
