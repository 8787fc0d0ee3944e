/** What an engine is: it compiles a lowered graph, runs it, and trains it. */
@NullMarked
package dev.tenon.runtime;

import org.jspecify.annotations.NullMarked;
