/** What the build reviews across modules: room rules, exported API, error codes, documents. */
package io.cmesh.itests.review;
