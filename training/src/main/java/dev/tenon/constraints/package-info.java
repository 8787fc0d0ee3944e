/** What a weight is made to obey after each step. */
@NullMarked
package dev.tenon.constraints;

import org.jspecify.annotations.NullMarked;
