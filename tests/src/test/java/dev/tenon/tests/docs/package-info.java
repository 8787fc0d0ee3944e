/**
 * The pages for users: {@link dev.tenon.tests.docs.DocsTest} compiles their Java and runs what has
 * an output; {@link dev.tenon.tests.docs.ConfigurationPageTest} compares a page with the properties
 * that main code reads.
 */
@NullMarked
package dev.tenon.tests.docs;

import org.jspecify.annotations.NullMarked;
