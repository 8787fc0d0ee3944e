/**
 * What Tenon's modules export: {@link dev.tenon.tests.modules.PublicTypesTest} lists the types, and
 * {@link dev.tenon.tests.modules.ConsumersTest} uses them from outside.
 */
@NullMarked
package dev.tenon.tests.modules;

import org.jspecify.annotations.NullMarked;
