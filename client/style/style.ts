/** The style of all pages, in its order. A page's own style comes after it. */
import 'modern-normalize/modern-normalize.css';
import './tokens.css';
import './base.css';
import './parts.css';
import './frame.css';
import './form.css';
import './notice.css';
import './list.css';
import './words.css';
import './paper.css';
