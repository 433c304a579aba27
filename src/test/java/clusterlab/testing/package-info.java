/** What tests of several packages share: the applications below src/test/apps, each with one planted mistake. */
package clusterlab.testing;
