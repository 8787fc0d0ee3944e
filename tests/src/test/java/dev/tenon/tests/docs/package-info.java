/** The pages for users: {@link dev.tenon.tests.docs.JavaBlocksTest} compiles their Java. */
@NullMarked
package dev.tenon.tests.docs;

import org.jspecify.annotations.NullMarked;
