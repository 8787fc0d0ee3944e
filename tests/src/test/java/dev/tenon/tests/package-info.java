/** Tests across modules. */
@NullMarked
package dev.tenon.tests;

import org.jspecify.annotations.NullMarked;
